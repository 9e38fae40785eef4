using System.Diagnostics;
using System.Diagnostics.CodeAnalysis;
using System.Net;
using ActorPbx.Rtp.Ports;
using ActorPbx.Rtp.Sockets;

namespace ActorPbx.Rtp.Relay;

/// <summary>The media relay of a node: one thread that moves the packets of all relays, in batches, without a lock and without allocating.</summary>
/// <remarks>
/// Other threads open, aim and close relays by posting to the engine's thread, which does so between batches. Everything that
/// a packet touches belongs to that thread.
/// </remarks>
public sealed class RelayEngine : IDisposable
{
    private const int ScanMilliseconds = 500;
    private const long NanosecondsPerMillisecond = 1_000_000;
    private const int NanosecondsPerTick = 100;
    private static readonly TimeSpan PauseAfterFault = TimeSpan.FromMilliseconds(10);

    /// <summary>Datagrams between two scans from which on the engine counts as busy: 2,000 a second.</summary>
    private const int BusyPerScan = 1000;

    /// <summary>Ready sockets in one wake-up below which a busy engine lets more packets gather.</summary>
    private const int FewReady = 64;

    private readonly RelayEngineOptions _options;
    private readonly Action<MediaRelay, TimeSpan> _onSilence;
    private readonly Action<Exception> _onFault;
    private readonly PortPool _pool;
    private readonly Poller _poller = new();
    private readonly DatagramBatch _batch;
    private readonly EngineInbox _inbox;
    private readonly HashSet<MediaRelay> _relays = [];
    private readonly RelayPortTable _ports;
    private readonly Thread _thread;
    private readonly TaskCompletionSource _stopped = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private RelayTally _tally;
    private long _nextScan;
    private long _receivedAtScan;
    private bool _busy;
    private volatile bool _stopping;

    /// <param name="options">Ports, windows and limits.</param>
    /// <param name="onSilence">Called on the engine's thread when a relay has been silent for the limit; must only hand the news on.</param>
    /// <param name="onFault">Called on the engine's thread with an error that no single packet explains; the engine goes on.</param>
    /// <exception cref="PlatformNotSupportedException">Not a 64-bit Linux.</exception>
    public RelayEngine(RelayEngineOptions options, Action<MediaRelay, TimeSpan> onSilence, Action<Exception> onFault)
    {
        _options = options;
        _onSilence = onSilence;
        _onFault = onFault;
        _pool = new PortPool(options.FirstPort, options.LastPort);
        _batch = new DatagramBatch(options.MaximumDatagram);
        _inbox = new EngineInbox(_poller, onFault);
        _ports = new RelayPortTable(_poller);
        _thread = new Thread(Run) { Name = "media relay", IsBackground = true, Priority = ThreadPriority.AboveNormal };
        _thread.Start();
    }

    /// <summary>Port pairs that no relay holds.</summary>
    public int FreePortPairs => _pool.Free;

    /// <summary>The totals since the start; each figure is exact, though they may be of slightly different moments.</summary>
    public RelayEngineCounters Counters => new(
        _relays.Count, Volatile.Read(ref _tally.Received), Volatile.Read(ref _tally.Sent),
        Volatile.Read(ref _tally.Rejected), Volatile.Read(ref _tally.Unsent));

    /// <summary>Takes ports for a call's media and starts to listen.</summary>
    /// <param name="owner">Whatever the opener knows the relay by.</param>
    /// <param name="streams">Media streams of the call (audio, video …).</param>
    /// <param name="callerSide">Local address towards the caller.</param>
    /// <param name="calledSide">Local address towards the called side; may be of the other family.</param>
    /// <param name="relay">The open relay.</param>
    /// <param name="reason">Why there is none, for a person to read.</param>
    public bool TryOpen(
        object? owner, int streams, IPAddress callerSide, IPAddress calledSide,
        [NotNullWhen(true)] out MediaRelay? relay, out string reason)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(streams, 1);
        ObjectDisposedException.ThrowIf(_stopping, this);
        relay = null;
        if (TryBind(0, streams, callerSide, calledSide, out reason) is not { } legs)
            return false;
        var opened = relay = new MediaRelay(this, owner, [.. legs]);
        Post(_ => Attach(opened, legs));
        return true;
    }

    /// <summary>Takes ports for more streams of a relay, because its call has got them.</summary>
    /// <param name="relay">The relay.</param>
    /// <param name="streams">How many it is to have in all.</param>
    /// <param name="callerSide">Local address towards the caller.</param>
    /// <param name="calledSide">Local address towards the called side.</param>
    /// <param name="reason">Why it stays as it is, for a person to read.</param>
    /// <remarks>Only the thread that opens and closes the relay may widen it.</remarks>
    public bool TryWiden(MediaRelay relay, int streams, IPAddress callerSide, IPAddress calledSide, out string reason)
    {
        ArgumentNullException.ThrowIfNull(relay);
        var first = relay.Ports.Length;
        if (TryBind(first, streams, callerSide, calledSide, out reason) is not { } legs)
            return false;
        relay.Add(legs);
        Post(_ => Join(relay, legs));
        return true;
    }

    /// <summary>Closes all relays and ends the thread.</summary>
    public void Dispose()
    {
        if (_stopping)
            return;
        _stopping = true;
        Post(_ => { });
        if (Thread.CurrentThread != _thread)
            _stopped.Task.Wait();
    }

    /// <summary>Runs something on the engine's thread, with the engine's time in nanoseconds.</summary>
    internal void Post(Action<long> action)
    {
        // Once the thread is gone everything is closed and nobody is in the way.
        if (!_inbox.Post(action))
            action(Now());
    }

    /// <summary>Runs something on the engine's thread and answers its result; after the engine's end it runs at once.</summary>
    internal Task<T> Ask<T>(Func<long, T> question)
    {
        var answer = new TaskCompletionSource<T>(TaskCreationOptions.RunContinuationsAsynchronously);
        Post(now =>
        {
            try
            {
                answer.SetResult(question(now));
            }
            catch (Exception fault)
            {
                answer.SetException(fault);
            }
        });
        return answer.Task;
    }

    /// <summary>On the engine's thread: forgets a relay and frees its ports.</summary>
    internal void Detach(MediaRelay relay)
    {
        if (!_relays.Remove(relay))
            return;
        foreach (var leg in relay.Legs)
        {
            _ports.Remove(leg);
            leg.Dispose();
        }
    }

    private List<RelayLeg>? TryBind(int first, int streams, IPAddress callerSide, IPAddress calledSide, out string reason)
    {
        reason = "";
        var legs = new List<RelayLeg>(streams);
        while (first + legs.Count < streams)
        {
            if (TryBindStream(first + legs.Count, callerSide, calledSide, out reason) is not { } leg)
            {
                foreach (var bound in legs)
                    Release(bound);
                return null;
            }
            legs.Add(leg);
        }
        return legs;
    }

    private RelayLeg? TryBindStream(int stream, IPAddress callerSide, IPAddress calledSide, out string reason)
    {
        var window = _options.LearningWindow.Ticks * NanosecondsPerTick;
        var callerPorts = PortPair.TryBind(_pool, callerSide, _options.Dscp, out reason);
        if (callerPorts is null)
            return null;
        var calledPorts = PortPair.TryBind(_pool, calledSide, _options.Dscp, out reason);
        if (calledPorts is null)
        {
            callerPorts.Dispose();
            return null;
        }
        var caller = new RelayLeg(stream, RelaySide.Caller, callerPorts, window);
        var called = new RelayLeg(stream, RelaySide.Called, calledPorts, window) { Peer = caller };
        caller.Peer = called;
        return caller;
    }

    private static void Release(RelayLeg leg)
    {
        leg.Dispose();
        leg.Peer.Dispose();
    }

    // The relay may have been widened since: what it has got with that is listened at by the Join that was posted behind this.
    private void Attach(MediaRelay relay, List<RelayLeg> callerLegs)
    {
        _relays.Add(relay);
        Join(relay, callerLegs);
    }

    private void Join(MediaRelay relay, List<RelayLeg> callerLegs)
    {
        if (!_relays.Contains(relay))
            return;
        foreach (var leg in callerLegs)
        {
            _ports.Add(leg);
            _ports.Add(leg.Peer);
        }
    }

    private void Run()
    {
        while (!_stopping)
        {
            try
            {
                Turn();
            }
            catch (Exception fault)
            {
                _onFault(fault);
                Thread.Sleep(PauseAfterFault);
            }
        }
        CloseAll();
    }

    /// <summary>One round: what was posted, what is ready, and now and then a look for silent relays.</summary>
    private void Turn()
    {
        var ready = _poller.Wait(_relays.Count == 0 ? -1 : ScanMilliseconds);
        var now = Now();
        // First what was posted: a packet that was sent after an Aim shall find it done.
        _inbox.Run(now);
        for (var i = 0; i < ready; i++)
        {
            var token = _poller.Token(i);
            if (token != Poller.WakeToken)
            {
                _ports[token]?.Pump(_batch, now, ref _tally);
                continue;
            }
            // Cleared before the inbox is looked at: what is posted later wakes again.
            _poller.ClearWake();
            _inbox.Run(now);
        }
        if (now >= _nextScan)
            Scan(now);
        if (_busy && ready < FewReady && !_stopping)
            LinuxNetwork.SleepMicroseconds((uint)_options.GatherTime.TotalMicroseconds);
    }

    private void Scan(long now)
    {
        _nextScan = now + ScanMilliseconds * NanosecondsPerMillisecond;
        _busy = _options.GatherTime > TimeSpan.Zero && _tally.Received - _receivedAtScan >= BusyPerScan;
        _receivedAtScan = _tally.Received;
        ReportSilence(now);
    }

    private void ReportSilence(long now)
    {
        var limit = _options.SilenceTimeout.Ticks * NanosecondsPerTick;
        if (limit <= 0)
            return;
        foreach (var relay in _relays)
        {
            if (relay.SilentFor(now, limit) is { } silence)
                _onSilence(relay, silence);
        }
    }

    private void CloseAll()
    {
        _inbox.Run(Now());
        foreach (var relay in _relays.ToArray())
            relay.Close();
        _inbox.End(Now());
        _poller.Dispose();
        _batch.Dispose();
        _stopped.SetResult();
    }

    private static long Now() => Stopwatch.GetTimestamp() * (1_000_000_000 / Stopwatch.Frequency);
}
