using System.Numerics;

namespace ActorPbx.Sip.Timers;

/// <summary>
/// All SIP timers of a stack: a hierarchical wheel of 6 × 64 slots whose entries are the transactions and connections themselves.
/// Setting and cancelling are O(1) and allocate nothing. Its one thread sleeps until the next due slot, so an idle stack costs no CPU.
/// </summary>
/// <remarks>
/// A node's level is the highest base-64 digit in which its due tick differs from the current tick, its slot that digit's value. So the lowest level
/// that is not empty always holds the next due nodes, and its lowest occupied slot is found with one bit scan.
/// </remarks>
public sealed class TimerWheel : IDisposable
{
    private const int DigitBits = 6;
    private const int SlotsPerLevel = 1 << DigitBits;
    private const int Levels = 6;
    private const long MaxTicksAhead = (1L << (DigitBits * Levels)) - 1;

    private readonly object _gate = new();
    private readonly ITimerClock _clock;
    private readonly int _tickMilliseconds;
    private readonly TimerNode?[] _slots = new TimerNode?[Levels * SlotsPerLevel];
    private readonly ulong[] _occupied = new ulong[Levels];
    private readonly List<TimerNode> _due = [];
    private readonly Action<Exception>? _onFault;
    private Thread? _thread;
    private long _tick;
    private long _sleepingUntilTick = long.MinValue;
    private int _count;
    private bool _stopped;

    /// <param name="clock">Where time comes from.</param>
    /// <param name="tickMilliseconds">Resolution. A timer fires up to one tick late and never early.</param>
    /// <param name="onFault">Told of exceptions out of nodes; the wheel goes on.</param>
    public TimerWheel(ITimerClock clock, int tickMilliseconds = 5, Action<Exception>? onFault = null)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(tickMilliseconds, 1);
        _clock = clock;
        _tickMilliseconds = tickMilliseconds;
        _onFault = onFault;
        _tick = clock.Now / tickMilliseconds;
    }

    /// <summary>Nodes set and not yet fired.</summary>
    public int Count => Volatile.Read(ref _count);

    /// <summary>The clock's milliseconds.</summary>
    public long Now => _clock.Now;

    /// <summary>Starts the wheel's own thread. Without it, time passes only in <see cref="Advance"/>.</summary>
    public void Start()
    {
        _thread = new Thread(Run) { IsBackground = true, Name = "sip-timers" };
        _thread.Start();
    }

    /// <summary>Sets or moves the node to fire when the clock reaches <paramref name="dueMilliseconds"/>.</summary>
    public void Schedule(TimerNode node, long dueMilliseconds)
    {
        lock (_gate)
        {
            if (_stopped) return;
            if (node.Slot == TimerNode.Unscheduled) _count++;
            else Unlink(node);

            node.DueTick = (dueMilliseconds + _tickMilliseconds - 1) / _tickMilliseconds;
            Link(node);
            if (node.DueTick < _sleepingUntilTick) Monitor.Pulse(_gate);
        }
    }

    /// <summary>Takes the node off the wheel; nothing happens if it is not on it.</summary>
    public void Cancel(TimerNode node)
    {
        lock (_gate)
        {
            if (node.Slot == TimerNode.Unscheduled) return;
            Unlink(node);
            _count--;
        }
    }

    /// <summary>Fires everything due at the clock's present time, on the caller's thread.</summary>
    public void Advance()
    {
        long now = _clock.Now;
        while (true)
        {
            lock (_gate) CollectDue(now / _tickMilliseconds);
            if (_due.Count == 0) return;
            FireCollected(now);
        }
    }

    public void Dispose()
    {
        lock (_gate)
        {
            _stopped = true;
            Monitor.PulseAll(_gate);
        }

        if (_thread is not null && _thread != Thread.CurrentThread) _thread.Join();
    }

    private void Run()
    {
        while (WaitForDue(out long now)) FireCollected(now);
    }

    private bool WaitForDue(out long now)
    {
        lock (_gate)
        {
            while (true)
            {
                now = _clock.Now;
                if (_stopped) return false;
                CollectDue(now / _tickMilliseconds);
                if (_due.Count > 0) return true;
                Sleep(now);
            }
        }
    }

    private void Sleep(long now)
    {
        if (!TryFindNext(out _, out _, out _sleepingUntilTick)) _sleepingUntilTick = long.MaxValue;
        long wait = _sleepingUntilTick == long.MaxValue ? Timeout.Infinite : Math.Max(1, _sleepingUntilTick * _tickMilliseconds - now);
        Monitor.Wait(_gate, (int)Math.Min(wait, int.MaxValue));
        _sleepingUntilTick = long.MinValue;
    }

    private void FireCollected(long now)
    {
        foreach (TimerNode node in _due)
        {
            try
            {
                node.OnDue(now);
            }
            catch (Exception fault)
            {
                _onFault?.Invoke(fault);
            }
        }

        _due.Clear();
    }

    private void CollectDue(long nowTick)
    {
        while (TryFindNext(out int level, out int slot, out long slotTick) && slotTick <= nowTick)
        {
            TimerNode? node = _slots[slot];
            _slots[slot] = null;
            _occupied[level] &= ~(1UL << (slot & (SlotsPerLevel - 1)));
            _tick = slotTick;
            while (node is not null)
            {
                TimerNode? next = node.Next;
                Detach(node);
                if (node.DueTick <= _tick) Collect(node);
                else Link(node);
                node = next;
            }
        }

        if (nowTick > _tick) _tick = nowTick;
    }

    private void Collect(TimerNode node)
    {
        _count--;
        _due.Add(node);
    }

    private bool TryFindNext(out int level, out int slot, out long slotTick)
    {
        for (level = 0; level < Levels; level++)
        {
            if (_occupied[level] == 0) continue;
            int digit = BitOperations.TrailingZeroCount(_occupied[level]);
            int shift = DigitBits * level;
            slot = level * SlotsPerLevel + digit;
            slotTick = (_tick >> (shift + DigitBits) << (shift + DigitBits)) | ((long)digit << shift);
            return true;
        }

        slot = 0;
        slotTick = long.MaxValue;
        return false;
    }

    private void Link(TimerNode node)
    {
        node.DueTick = Math.Clamp(node.DueTick, _tick + 1, _tick + MaxTicksAhead);
        int level = Math.Min(Levels - 1, (63 - BitOperations.LeadingZeroCount((ulong)(node.DueTick ^ _tick))) / DigitBits);
        int digit = (int)(node.DueTick >> (DigitBits * level)) & (SlotsPerLevel - 1);
        int slot = level * SlotsPerLevel + digit;
        TimerNode? head = _slots[slot];
        node.Next = head;
        node.Slot = (short)slot;
        if (head is not null) head.Previous = node;
        _slots[slot] = node;
        _occupied[level] |= 1UL << digit;
    }

    private void Unlink(TimerNode node)
    {
        if (node.Previous is not null) node.Previous.Next = node.Next;
        else _slots[node.Slot] = node.Next;
        if (node.Next is not null) node.Next.Previous = node.Previous;
        if (_slots[node.Slot] is null) _occupied[node.Slot / SlotsPerLevel] &= ~(1UL << (node.Slot & (SlotsPerLevel - 1)));
        Detach(node);
    }

    private static void Detach(TimerNode node)
    {
        node.Next = null;
        node.Previous = null;
        node.Slot = TimerNode.Unscheduled;
    }
}
