namespace ActorPbx.Sip.Transport;

/// <summary>The thread that reads a UDP socket, and the other one that goes on reading when what messages have set going keeps it for too long.</summary>
/// <remarks>
/// <code>
///   thread  reads ──many──▶ hands each up
///             │└──few──▶ hands them up, runs what they set going ──▶ reads on, unless it was replaced: then it ends
///   guard   looks while messages come ──the same ones still run──▶ replaces the thread, and has what waits behind that run elsewhere
/// </code>
/// </remarks>
internal sealed class UdpReading : IDisposable
{
    /// <summary>How long messages may keep those behind them waiting, in milliseconds.</summary>
    public const int Patience = 100;

    /// <summary>So many datagrams that wait together are still the reading thread's own; with more, other threads shall share the work.</summary>
    public const int Few = 4;

    private readonly string _name;
    private readonly DatagramReader _reader;
    private readonly IMessageWork? _work;
    private readonly Action<int> _take;
    private readonly Action _ended;
    private readonly Action<Exception> _fault;
    private readonly Timer _guard;
    private readonly Lock _gate = new();
    private volatile Turn? _turn;
    private int _guarded;
    private volatile bool _closed;

    /// <param name="name">The thread's.</param>
    /// <param name="reader">The socket's.</param>
    /// <param name="work">Runs what messages set going; null: they are handed up, and that is all.</param>
    /// <param name="take">Hands the datagram of this index up, and throws nothing.</param>
    /// <param name="ended">Called once, when nothing is read any longer.</param>
    /// <param name="fault">Told of an exception out of the work.</param>
    public UdpReading(string name, DatagramReader reader, IMessageWork? work, Action<int> take, Action ended, Action<Exception> fault)
    {
        (_name, _reader, _work, _take, _ended, _fault) = (name, reader, work, take, ended, fault);
        _guard = new Timer(static reading => ((UdpReading)reading!).Look(), this, Timeout.Infinite, Timeout.Infinite);
    }

    /// <summary>Begins to read.</summary>
    public void Start() => Begin();

    /// <summary>Returns when nothing is read any longer, unless it is called by what a message has set going, or that does not end soon.</summary>
    public void Dispose()
    {
        Turn? turn;
        lock (_gate)
        {
            if (_closed) return;
            _closed = true;
            turn = _turn;
        }

        _guard.Dispose();
        if (turn is null)
        {
            _ended();
            return;
        }

        _reader.Wake();
        if (turn.Thread != Thread.CurrentThread) turn.Thread.Join(Patience * 10);
    }

    private void Begin()
    {
        lock (_gate)
        {
            if (_closed) return;
            Turn turn = _turn = new Turn();
            turn.Thread = new Thread(() => Read(turn)) { IsBackground = true, Name = _name };
            turn.Thread.UnsafeStart();
        }
    }

    private void Read(Turn turn)
    {
        while (!_closed)
        {
            int count = _reader.Receive();
            if (count < 0) break;
            if (count is > 0 and <= Few && _work is not null)
            {
                if (!Follow(turn, _work, count)) return;
                continue;
            }

            for (int i = 0; i < count; i++) _take(i);
        }

        _ended();
    }

    /// <summary>Hands up the few datagrams and runs what they set going; false if another thread reads by now.</summary>
    private bool Follow(Turn turn, IMessageWork work, int count)
    {
        IHeldWork held = turn.Held = work.Hold();
        for (int i = 0; i < count; i++) _take(i);
        turn.Count++;
        turn.Begun = Environment.TickCount64;
        Interlocked.Exchange(ref turn.State, Turn.Working);
        if (Volatile.Read(ref _guarded) == 0 && Interlocked.Exchange(ref _guarded, 1) == 0) LookSoon();
        try
        {
            held.Run();
        }
        catch (Exception fault)
        {
            _fault(fault);
        }

        return Interlocked.CompareExchange(ref turn.State, Turn.Reading, Turn.Working) == Turn.Working;
    }

    private void Look()
    {
        Turn turn = _turn!;
        if (Environment.TickCount64 - turn.Begun >= Patience && Interlocked.CompareExchange(ref turn.State, Turn.Replaced, Turn.Working) == Turn.Working)
        {
            turn.Held!.HandOver();
            Begin();
        }
        else if (turn.Count != turn.Seen)
        {
            turn.Seen = turn.Count;
        }
        else if (Volatile.Read(ref turn.State) != Turn.Working)
        {
            // A quiet server sets no timers. Whoever works by now, and saw a guard, is looked at once more.
            Interlocked.Exchange(ref _guarded, 0);
            if (Volatile.Read(ref turn.State) != Turn.Working || Interlocked.Exchange(ref _guarded, 1) != 0) return;
        }

        LookSoon();
    }

    private void LookSoon()
    {
        try
        {
            _guard.Change(Patience, Timeout.Infinite);
        }
        catch (ObjectDisposedException)
        {
            // Nothing is read any longer.
        }
    }

    /// <summary>One thread's time at the socket.</summary>
    private sealed class Turn
    {
        public const int Reading = 0;
        public const int Working = 1;
        public const int Replaced = 2;

        public int State;
        public long Begun;
        public long Count;
        public long Seen;
        public IHeldWork? Held;

        public Thread Thread { get; set; } = null!;
    }
}
