using System.Net.Sockets;
using System.Runtime.InteropServices;

namespace ActorPbx.Rtp.Sockets;

/// <summary>Room for a batch of datagrams in native memory: received with one system call, those that shall go on sent with another, never copied.</summary>
internal sealed unsafe class DatagramBatch : IDisposable
{
    /// <summary>Datagrams in a batch.</summary>
    public const int Capacity = 32;

    private readonly int _datagramLength;
    private readonly byte* _buffers;
    private readonly byte* _sources;
    private readonly byte* _destination;
    private readonly LinuxNetwork.IoVector* _vectors;
    private readonly LinuxNetwork.IoVector* _outVectors;
    private readonly LinuxNetwork.MessageHeader* _in;
    private readonly LinuxNetwork.MessageHeader* _out;
    private int _queued;

    /// <param name="datagramLength">Octets of the longest datagram taken in; longer ones arrive as truncated.</param>
    public DatagramBatch(int datagramLength)
    {
        _datagramLength = datagramLength;
        _buffers = Allocate<byte>(Capacity * datagramLength);
        _sources = Allocate<byte>(Capacity * MediaAddress.SocketAddressLength);
        _destination = Allocate<byte>(MediaAddress.SocketAddressLength);
        _vectors = Allocate<LinuxNetwork.IoVector>(Capacity);
        _outVectors = Allocate<LinuxNetwork.IoVector>(Capacity);
        _in = Allocate<LinuxNetwork.MessageHeader>(Capacity);
        _out = Allocate<LinuxNetwork.MessageHeader>(Capacity);
        for (var i = 0; i < Capacity; i++)
        {
            _vectors[i] = new LinuxNetwork.IoVector { Base = _buffers + i * datagramLength, Length = (nuint)datagramLength };
            _in[i].Vectors = _vectors + i;
            _in[i].VectorCount = 1;
            _in[i].Name = _sources + i * MediaAddress.SocketAddressLength;
            _in[i].NameLength = MediaAddress.SocketAddressLength;
            _out[i].Vectors = _outVectors + i;
            _out[i].VectorCount = 1;
            _out[i].Name = _destination;
        }
    }

    /// <summary>Takes in what waits at the socket, at most a batch; 0 when nothing does. A socket's error is swallowed: it belongs to some earlier datagram.</summary>
    public int Receive(int socket)
    {
        _queued = 0;
        var count = LinuxNetwork.ReceiveMany(socket, _in, Capacity, LinuxNetwork.MessageDoNotWait, null);
        return Math.Max(count, 0);
    }

    /// <summary>The octets of one received datagram.</summary>
    public ReadOnlySpan<byte> Datagram(int index) => new(_buffers + index * _datagramLength, (int)_in[index].Transferred);

    /// <summary>True when the datagram was longer than the room for it.</summary>
    public bool IsTruncated(int index) => (_in[index].Flags & LinuxNetwork.MessageTruncated) != 0;

    /// <summary>Who sent the datagram.</summary>
    public MediaAddress Source(int index)
    {
        // The call wrote the length of what it put there; the next call reads it as the room that there is.
        _in[index].NameLength = MediaAddress.SocketAddressLength;
        return MediaAddress.Read(new ReadOnlySpan<byte>(_sources + index * MediaAddress.SocketAddressLength, MediaAddress.SocketAddressLength));
    }

    /// <summary>Marks a received datagram to be sent on.</summary>
    public void Queue(int index)
    {
        _outVectors[_queued].Base = _buffers + index * _datagramLength;
        _outVectors[_queued].Length = _in[index].Transferred;
        _queued++;
    }

    /// <summary>Sends what was marked and answers how many the system took; the rest is dropped, as a full line would.</summary>
    public int Send(int socket, AddressFamily family, in MediaAddress destination)
    {
        var length = destination.Write(new Span<byte>(_destination, MediaAddress.SocketAddressLength), family);
        var total = _queued;
        _queued = 0;
        if (length == 0)
            return 0;
        for (var i = 0; i < total; i++)
            _out[i].NameLength = (uint)length;
        return SendAll(socket, total);
    }

    public void Dispose()
    {
        NativeMemory.AlignedFree(_buffers);
        NativeMemory.AlignedFree(_sources);
        NativeMemory.AlignedFree(_destination);
        NativeMemory.AlignedFree(_vectors);
        NativeMemory.AlignedFree(_outVectors);
        NativeMemory.AlignedFree(_in);
        NativeMemory.AlignedFree(_out);
    }

    private int SendAll(int socket, int total)
    {
        var next = 0;
        var sent = 0;
        while (next < total)
        {
            var count = LinuxNetwork.SendMany(socket, _out + next, (uint)(total - next), LinuxNetwork.MessageDoNotWait);
            if (count > 0)
            {
                next += count;
                sent += count;
                continue;
            }
            var error = Marshal.GetLastPInvokeError();
            if (error == LinuxNetwork.ErrorAgain)
                break;
            // Anything else (unreachable, too long, not permitted) is about this one datagram.
            if (error != LinuxNetwork.ErrorInterrupted)
                next++;
        }
        return sent;
    }

    private static T* Allocate<T>(int count) where T : unmanaged
    {
        var octets = (nuint)(count * sizeof(T));
        var memory = NativeMemory.AlignedAlloc(octets, 64);
        NativeMemory.Clear(memory, octets);
        return (T*)memory;
    }
}
