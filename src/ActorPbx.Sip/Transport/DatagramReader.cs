using System.Net;
using System.Net.Sockets;
using System.Runtime.InteropServices;

namespace ActorPbx.Sip.Transport;

/// <summary>Takes datagrams off a UDP socket on the socket's own thread, as many as wait there for one system call where the system can.</summary>
internal abstract class DatagramReader : IDisposable
{
    protected const int MaxDatagram = 65_536;

    public static DatagramReader For(Socket socket) => LinuxSockets.IsSupported ? new BatchReader(socket) : new SingleReader(socket);

    /// <summary>Waits for datagrams; returns how many came, 0 for none (try again) and -1 when the socket is closed.</summary>
    public abstract int Receive();

    /// <summary>The bytes of one of them, until the next <see cref="Receive"/>.</summary>
    public abstract ReadOnlySpan<byte> Message(int index);

    /// <summary>Its source as the kernel's socket address.</summary>
    public abstract ReadOnlySpan<byte> Source(int index);

    /// <summary>Makes a waiting <see cref="Receive"/> return.</summary>
    public abstract void Wake();

    public abstract void Dispose();

    /// <summary>recvmmsg into memory outside the managed heap: nothing is pinned and nothing allocated.</summary>
    private sealed unsafe class BatchReader : DatagramReader
    {
        private const int BatchSize = 32;
        private const int AddressSize = 32;

        private readonly SafeSocketHandle _handle;
        private readonly int _socket;
        private readonly byte* _memory;
        private readonly LinuxSockets.MessageHeader* _headers;
        private volatile bool _closing;

        public BatchReader(Socket socket)
        {
            bool counted = false;
            _handle = socket.SafeHandle;
            _handle.DangerousAddRef(ref counted);
            _socket = (int)_handle.DangerousGetHandle();
            _memory = (byte*)NativeMemory.AllocZeroed((nuint)(BatchSize * (MaxDatagram + AddressSize)));
            _headers = (LinuxSockets.MessageHeader*)NativeMemory.AllocZeroed((nuint)(BatchSize * sizeof(LinuxSockets.MessageHeader)));
            LinuxSockets.IoVector* vectors = Vectors = (LinuxSockets.IoVector*)NativeMemory.AllocZeroed((nuint)(BatchSize * sizeof(LinuxSockets.IoVector)));
            for (int i = 0; i < BatchSize; i++)
            {
                vectors[i] = new LinuxSockets.IoVector { Base = _memory + i * MaxDatagram, Length = MaxDatagram };
                _headers[i] = new LinuxSockets.MessageHeader { Name = Address(i), NameLength = AddressSize, Vectors = vectors + i, VectorCount = 1 };
            }
        }

        private LinuxSockets.IoVector* Vectors { get; }

        public override int Receive()
        {
            for (int i = 0; i < BatchSize; i++) _headers[i].NameLength = AddressSize;
            int count = LinuxSockets.ReceiveMany(_socket, _headers, BatchSize, LinuxSockets.WaitForOne, null);
            if (_closing) return -1;
            return Math.Max(0, count);
        }

        public override ReadOnlySpan<byte> Message(int index) => new(_memory + index * MaxDatagram, (int)_headers[index].ReceivedLength);

        public override ReadOnlySpan<byte> Source(int index) => new(Address(index), (int)Math.Min(_headers[index].NameLength, AddressSize));

        public override void Wake()
        {
            _closing = true;
            LinuxSockets.Shutdown(_socket, LinuxSockets.ShutReadWrite);
        }

        public override void Dispose()
        {
            NativeMemory.Free(_memory);
            NativeMemory.Free(_headers);
            NativeMemory.Free(Vectors);
            _handle.DangerousRelease();
        }

        private byte* Address(int index) => _memory + BatchSize * MaxDatagram + index * AddressSize;
    }

    /// <summary>The portable way: one datagram for one call.</summary>
    private sealed class SingleReader(Socket socket) : DatagramReader
    {
        private readonly byte[] _buffer = GC.AllocateUninitializedArray<byte>(MaxDatagram);
        private readonly SocketAddress _source = new(socket.AddressFamily);
        private int _length;
        private volatile bool _closing;

        public override int Receive()
        {
            if (_closing) return -1;
            try
            {
                _length = socket.ReceiveFrom(_buffer, SocketFlags.None, _source);
                return _closing ? -1 : 1;
            }
            catch (SocketException)
            {
                return _closing ? -1 : 0;
            }
            catch (ObjectDisposedException)
            {
                return -1;
            }
        }

        public override ReadOnlySpan<byte> Message(int index) => _buffer.AsSpan(0, _length);

        public override ReadOnlySpan<byte> Source(int index) => _source.Buffer.Span[.._source.Size];

        public override void Wake()
        {
            _closing = true;
            socket.Close();
        }

        public override void Dispose()
        {
        }
    }
}
