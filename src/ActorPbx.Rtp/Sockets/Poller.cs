using System.ComponentModel;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace ActorPbx.Rtp.Sockets;

/// <summary>Waits for any of many sockets to have datagrams, or for another thread to call <see cref="Wake"/>.</summary>
internal sealed unsafe class Poller : IDisposable
{
    /// <summary>The token that <see cref="Token"/> gives for a wake-up.</summary>
    public const int WakeToken = -1;

    private const int Capacity = 128;

    // struct epoll_event is packed on x86-64 only.
    private static readonly int Stride = RuntimeInformation.ProcessArchitecture == Architecture.X64 ? 12 : 16;
    private static readonly int DataOffset = Stride - 8;

    private readonly int _epoll;
    private readonly int _wake;
    private readonly byte* _ready;

    public Poller()
    {
        LinuxNetwork.EnsureSupported();
        _epoll = Check(LinuxNetwork.EpollCreate(LinuxNetwork.CloseOnExec));
        _wake = Check(LinuxNetwork.EventCreate(0, LinuxNetwork.CloseOnExec | LinuxNetwork.NonBlocking));
        _ready = (byte*)NativeMemory.AllocZeroed((nuint)(Capacity * Stride));
        Add(_wake, WakeToken);
    }

    /// <summary>Starts to watch a socket; <paramref name="token"/> comes back when it is ready.</summary>
    public void Add(int descriptor, int token)
    {
        var interest = stackalloc byte[16];
        Unsafe.WriteUnaligned(interest, (uint)LinuxNetwork.EpollIn);
        Unsafe.WriteUnaligned(interest + DataOffset, (long)token);
        Check(LinuxNetwork.EpollControl(_epoll, LinuxNetwork.EpollAdd, descriptor, interest));
    }

    /// <summary>Stops to watch a socket.</summary>
    public void Remove(int descriptor)
    {
        var interest = stackalloc byte[16];
        Check(LinuxNetwork.EpollControl(_epoll, LinuxNetwork.EpollDelete, descriptor, interest));
    }

    /// <summary>Waits and answers how many tokens are ready; a negative time waits for ever.</summary>
    public int Wait(int milliseconds)
    {
        var count = LinuxNetwork.EpollWait(_epoll, _ready, Capacity, milliseconds);
        if (count >= 0)
            return count;
        var error = Marshal.GetLastPInvokeError();
        return error == LinuxNetwork.ErrorInterrupted ? 0 : throw new Win32Exception(error);
    }

    /// <summary>The token of the ready socket number <paramref name="index"/>.</summary>
    public int Token(int index) => (int)Unsafe.ReadUnaligned<long>(_ready + index * Stride + DataOffset);

    /// <summary>Ends the current or the next <see cref="Wait"/>; any thread may call it.</summary>
    public void Wake()
    {
        var one = 1L;
        _ = LinuxNetwork.Write(_wake, &one, sizeof(long));
    }

    /// <summary>Takes note of a wake-up, so that the next one counts again.</summary>
    public void ClearWake()
    {
        long count;
        _ = LinuxNetwork.Read(_wake, &count, sizeof(long));
    }

    public void Dispose()
    {
        _ = LinuxNetwork.Close(_wake);
        _ = LinuxNetwork.Close(_epoll);
        NativeMemory.Free(_ready);
    }

    private static int Check(int result) =>
        result >= 0 ? result : throw new Win32Exception(Marshal.GetLastPInvokeError());
}
