using System.Diagnostics;

namespace ActorPbx.EndToEnd.Tests.Hosts;

/// <summary>
/// A line that holds every packet back for a while, each for its own: a device on either host, and for each direction a thread that reads packets and one that writes
/// them when they are due.
/// </summary>
internal sealed class SlowLine : IDisposable
{
    private readonly TunDevice _near;
    private readonly TunDevice _far;
    private readonly Direction _out;
    private readonly Direction _in;

    private SlowLine(string device, TunDevice near, TunDevice far, WanState state)
    {
        Device = device;
        _near = near;
        _far = far;
        _out = new Direction(near, far, state);
        _in = new Direction(far, near, state);
    }

    /// <summary>The name of the device on both hosts.</summary>
    public string Device { get; }

    public static SlowLine Between(Host near, Host far, string device, WanState state) =>
        new(device, TunDevice.Open(near, device), TunDevice.Open(far, device), state);

    /// <summary>Another delay for the packets that come from now on.</summary>
    public void Change(WanState state)
    {
        _out.State = state;
        _in.State = state;
    }

    /// <summary>Ends it; what is on its way is lost.</summary>
    public void Dispose()
    {
        _out.End();
        _in.End();
        _near.Dispose();
        _far.Dispose();
    }

    private sealed class Direction
    {
        private static readonly TimeSpan Glance = TimeSpan.FromMilliseconds(200);

        private readonly PriorityQueue<byte[], (TimeSpan Due, long Order)> _waiting = new();
        private readonly TunDevice _from;
        private readonly TunDevice _to;
        private readonly Thread _reader;
        private readonly Thread _writer;
        private TimeSpan _lastDue;
        private long _order;
        private bool _ended;

        public Direction(TunDevice from, TunDevice to, WanState state)
        {
            _from = from;
            _to = to;
            State = state;
            _reader = new Thread(Read) { IsBackground = true, Name = "slow line, reading" };
            _writer = new Thread(Write) { IsBackground = true, Name = "slow line, writing" };
            _reader.Start();
            _writer.Start();
        }

        public WanState State { get; set; }

        public void End()
        {
            lock (_waiting)
            {
                _ended = true;
                Monitor.PulseAll(_waiting);
            }

            _reader.Join();
            _writer.Join();
        }

        private void Read()
        {
            var buffer = new byte[65536];
            while (!Volatile.Read(ref _ended))
            {
                if (_from.Read(buffer, Glance) is not { } packet) continue;
                lock (_waiting)
                {
                    _waiting.Enqueue(packet, (Due(), _order++));
                    Monitor.PulseAll(_waiting);
                }
            }
        }

        private TimeSpan Due()
        {
            var state = State;
            var due = Now() + state.Delay + (state.Jitter * ((2 * Random.Shared.NextDouble()) - 1));
            if (!state.Reorders && due < _lastDue) due = _lastDue;
            return _lastDue = due;
        }

        private void Write()
        {
            while (Next() is { } packet) _to.Write(packet);
        }

        private byte[]? Next()
        {
            lock (_waiting)
            {
                while (!_ended)
                {
                    if (!_waiting.TryPeek(out _, out var first))
                    {
                        Monitor.Wait(_waiting);
                        continue;
                    }

                    var left = first.Due - Now();
                    if (left <= TimeSpan.Zero) return _waiting.Dequeue();
                    Monitor.Wait(_waiting, left + TimeSpan.FromMilliseconds(1));
                }

                return null;
            }
        }

        private static TimeSpan Now() => Stopwatch.GetElapsedTime(0);
    }
}
