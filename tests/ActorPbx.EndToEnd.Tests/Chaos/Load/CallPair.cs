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

    /// <summary>One side hangs up; both ends are settled when this returns.</summary>
    public async Task HangUp(bool byCaller)
    {
        if (Answering is null)
        {
            await Calling.HangUp();
            return;
        }

        var (first, other) = byCaller ? (Calling, Answering) : (Answering, Calling);
        await first.HangUp();
        await Task.WhenAny(other.Over, Task.Delay(SipClocks.TransactionTimeout));
    }

    /// <summary>What the phones say of a call that did not go well.</summary>
    public override string ToString() =>
        $"{Calling.Caller} to {Calling.Called}: caller {Calling.Fate} ({Calling.Answer?.StartLine}; {Calling.Trouble}), called {Answering?.Fate.ToString() ?? "never rang"} ({Answering?.Trouble})";
}
