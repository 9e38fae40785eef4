using System.Diagnostics;
using System.Numerics;

namespace ActorPbx.Kernel.Actor;

/// <summary>All timers of a system on one wheel of wheels, turned by a thread that sleeps until the next of them is due.</summary>
/// <remarks>
/// Time runs in ticks of half a millisecond; what is due within one tick goes off together at its end, never early. Level 0 has a
/// slot for each of the next 64 ticks, level 1 for each of the next 64 times 64, and so on. A timer moves down a level when its
/// slot's time comes, at most once a level. Adding, removing and finding the next occupied slot take constant time; with no timer
/// due, nothing runs.
/// </remarks>
internal sealed class TimerWheel
{
    private const int Levels = 8;
    private const int SlotBits = 6;
    private const int Slots = 64;
    private const long TimeSpanTicksPerTick = TimeSpan.TicksPerMillisecond / 2;

    private readonly object _gate = new();
    private readonly WheelTimer?[] _slots = new WheelTimer?[Levels * Slots];
    private readonly ulong[] _occupied = new ulong[Levels];
    private readonly long _start = Stopwatch.GetTimestamp();
    private readonly Action<Exception> _onError;
    private readonly Thread _thread;
    private long _now;
    private long _wakeAt = long.MaxValue;
    private int _count;
    private bool _stopped;

    public TimerWheel(string name, Action<Exception> onError)
    {
        _onError = onError;
        _thread = new Thread(Turn) { IsBackground = true, Name = name, Priority = ThreadPriority.AboveNormal };
        _thread.Start();
    }

    /// <summary>The time since the wheel began.</summary>
    public TimeSpan Elapsed => Stopwatch.GetElapsedTime(_start);

    /// <summary>Timers on the wheel.</summary>
    public int Count => Volatile.Read(ref _count);

    private long Ticks => Elapsed.Ticks / TimeSpanTicksPerTick;

    /// <summary>Puts a timer on; a timer for a foreign cancelable goes off with it.</summary>
    public WheelTimer Add(ICanTell? receiver, object payload, IActorRef? sender, TimeSpan delay, TimeSpan interval, ICancelable? cancelable)
    {
        var timer = new WheelTimer(this, receiver, payload, sender, interval);
        if (cancelable is Cancelable own)
        {
            own.Attach(timer);
        }
        else
        {
            cancelable?.Token.UnsafeRegister(static t => ((WheelTimer)t!).Cancel(), timer);
        }

        Start(timer, delay);
        return timer;
    }

    /// <summary>Puts a timer on, unless it has been called off.</summary>
    public void Start(WheelTimer timer, TimeSpan delay)
    {
        // The clock is read in whole units of 100 ns: one more than read, and a timer is never early.
        timer.Due = Elapsed.Ticks + 1 + Math.Min(delay.Ticks, long.MaxValue / 4);
        lock (_gate)
        {
            if (_stopped)
            {
                throw new SchedulerException("cannot enqueue after timer shutdown");
            }

            if (!timer.Cancelled)
            {
                Insert(timer);
                if (TickOf(timer) < _wakeAt)
                {
                    Monitor.Pulse(_gate);
                }
            }
        }
    }

    /// <summary>The first tick at which the timer may go off.</summary>
    private static long TickOf(WheelTimer timer) => (timer.Due + TimeSpanTicksPerTick - 1) / TimeSpanTicksPerTick;

    /// <summary>Takes a timer off.</summary>
    public void Remove(WheelTimer timer)
    {
        lock (_gate)
        {
            Unlink(timer);
        }
    }

    /// <summary>Stops the wheel; returns how many timers were on it.</summary>
    public int Stop()
    {
        int dropped;
        lock (_gate)
        {
            _stopped = true;
            dropped = _count;
            _count = 0;
            Array.Clear(_slots);
            Monitor.Pulse(_gate);
        }

        if (Thread.CurrentThread != _thread)
        {
            _thread.Join();
        }

        return dropped;
    }

    private void Insert(WheelTimer timer)
    {
        long due = Math.Max(TickOf(timer), _now);
        ulong differing = (ulong)(due ^ _now) | (Slots - 1);
        int level = Math.Min(BitOperations.Log2(differing) / SlotBits, Levels - 1);
        int slot = (int)(due >> (level * SlotBits)) & (Slots - 1);
        int index = (level * Slots) + slot;
        timer.Slot = (short)index;
        timer.Previous = null;
        timer.NextInSlot = _slots[index];
        if (timer.NextInSlot is { } old)
        {
            old.Previous = timer;
        }

        _slots[index] = timer;
        _occupied[level] |= 1UL << slot;
        _count++;
    }

    private void Unlink(WheelTimer timer)
    {
        int index = timer.Slot;
        if (index < 0)
        {
            return;
        }

        timer.Slot = -1;
        _count--;
        if (timer.Previous is { } previous)
        {
            previous.NextInSlot = timer.NextInSlot;
        }
        else
        {
            _slots[index] = timer.NextInSlot;
            if (timer.NextInSlot is null)
            {
                _occupied[index / Slots] &= ~(1UL << (index % Slots));
            }
        }

        if (timer.NextInSlot is { } next)
        {
            next.Previous = timer.Previous;
        }

        timer.Previous = null;
        timer.NextInSlot = null;
    }

    /// <summary>The first occupied slot and the tick at which its time comes; -1 when the wheel is empty.</summary>
    private int NextSlot(out long at)
    {
        for (int level = 0; level < Levels; level++)
        {
            if (_occupied[level] == 0)
            {
                continue;
            }

            int shift = level * SlotBits;
            int current = (int)(_now >> shift) & (Slots - 1);
            int ahead = BitOperations.TrailingZeroCount(BitOperations.RotateRight(_occupied[level], current));
            at = ((_now >> shift) + ahead) << shift;
            return (level * Slots) + ((current + ahead) & (Slots - 1));
        }

        at = long.MaxValue;
        return -1;
    }

    private void Turn()
    {
        var due = new List<WheelTimer>();
        while (true)
        {
            lock (_gate)
            {
                if (_stopped)
                {
                    return;
                }

                Collect(Ticks, due);
                if (due.Count == 0)
                {
                    Sleep();
                    continue;
                }
            }

            foreach (WheelTimer timer in due)
            {
                FireOne(timer);
            }

            due.Clear();
        }
    }

    /// <summary>Moves time forward, timers down the levels, and those that are due into the list.</summary>
    private void Collect(long now, List<WheelTimer> due)
    {
        while (NextSlot(out long at) is var slot && slot >= 0 && at <= now)
        {
            _now = Math.Max(_now, at);
            WheelTimer? timer = _slots[slot];
            _slots[slot] = null;
            _occupied[slot / Slots] &= ~(1UL << (slot % Slots));
            while (timer is not null)
            {
                WheelTimer? next = timer.NextInSlot;
                timer.NextInSlot = timer.Previous = null;
                timer.Slot = -1;
                _count--;
                if (TickOf(timer) <= _now)
                {
                    due.Add(timer);
                }
                else
                {
                    Insert(timer);
                }

                timer = next;
            }
        }

        _now = Math.Max(_now, now);
    }

    private void FireOne(WheelTimer timer)
    {
        try
        {
            timer.Fire();
        }
        catch (Exception e)
        {
            _onError(e);
            return; // as a one-off or repeated action that fails is not tried again
        }

        if (timer.Interval <= 0)
        {
            return;
        }

        lock (_gate)
        {
            if (!timer.Cancelled && !_stopped)
            {
                timer.Due = Math.Max(timer.Due + timer.Interval, (_now * TimeSpanTicksPerTick) + 1); // late ones skip, none comes twice
                Insert(timer);
            }
        }
    }

    /// <summary>Waits, the lock released, until the next slot's time or an earlier timer.</summary>
    private void Sleep()
    {
        if (NextSlot(out _wakeAt) < 0)
        {
            Monitor.Wait(_gate);
            return;
        }

        long left = (_wakeAt * TimeSpanTicksPerTick) - Elapsed.Ticks;
        if (left >= TimeSpan.TicksPerMillisecond)
        {
            Monitor.Wait(_gate, (int)Math.Min(left / TimeSpan.TicksPerMillisecond, int.MaxValue));
        }
        else if (left > 0)
        {
            Monitor.Exit(_gate);
            ShortSleep.Wait(left);
            Monitor.Enter(_gate);
        }
    }
}
