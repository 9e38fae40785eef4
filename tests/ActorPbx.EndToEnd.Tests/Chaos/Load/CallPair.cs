namespace ActorPbx.EndToEnd.Tests.Chaos.Load;

/// <summary>A call with both of its ends.</summary>
/// <param name="From">Where the caller is.</param>
/// <param name="To">Where the called phone is.</param>
/// <param name="Calling">As the caller has it.</param>
/// <param name="Answering">As the called phone has it; null when it never rang.</param>
internal sealed record CallPair(CallSite From, CallSite To, CallEnd Calling, CallEnd? Answering)
{
    /// <summary>Both ends talk.</summary>
    public bool Lives => Calling.Fate == CallFate.Established && Answering?.Fate == CallFate.Established;

    /// <summary>It was up at that moment of Stopwatch's.</summary>
    public bool LivedAt(long moment) => Calling.Answer is { Status: 200 } && Calling.SettledAt < moment && (Calling.OverAt == 0 || Calling.OverAt > moment);

    /// <summary>It was being set up at that moment.</summary>
    public bool BeganAround(long moment) => Calling.BegunAt < moment && Calling.SettledAt >= moment;

    /// <summary>One end hung up with a 200, and the other one heard of it.</summary>
    public bool EndedWell =>
        (Calling.Fate, Answering?.Fate) is (CallFate.HungUp, CallFate.WasHungUp) or (CallFate.WasHungUp, CallFate.HungUp);

    /// <summary>Whom the n-th caller calls: never itself, and after a round of the phones another one than before.</summary>
    public static LoadPhone Called(CallSite to, int n) => to.Phones[(n + 1 + (n / to.Phones.Count % (to.Phones.Count - 1))) % to.Phones.Count];

    /// <summary>Makes a call and finds its other end.</summary>
    public static async Task<CallPair> Make(CallSite from, LoadPhone caller, CallSite to, LoadPhone called, TimeSpan? patience = null)
    {
        var calling = await caller.Call(called.Number, patience);
        return new CallPair(from, to, calling, called.Find(calling.Subject));
    }

    /// <summary>One side hangs up; both ends are settled when this returns. When that went wrong, the other side hangs up as well.</summary>
    public async Task HangUp(bool byCaller)
    {
        var (first, other) = byCaller || Answering is null ? (Calling, Answering) : (Answering, Calling);
        await first.HangUp();
        if (other is null) return;
        if (first.Fate == CallFate.HungUp) await Task.WhenAny(other.Over, Task.Delay(SipClocks.TransactionTimeout));
        await other.HangUp();
    }

    /// <summary>What the phones say of a call that did not go well.</summary>
    public override string ToString() =>
        $"{Calling.Caller} to {Calling.Called}: caller {Calling.Fate} ({Calling.Answer?.StartLine}; {Calling.Trouble}), called {Answering?.Fate.ToString() ?? "never rang"} ({Answering?.Trouble})";
}
