namespace ActorPbx.EndToEnd.Tests.Chaos.Load;

/// <summary>Calls that are set up before a fault, live through it, and are ended after it: half of them by the caller, half by the called side.</summary>
internal sealed class KeptCalls
{
    private readonly List<CallPair> _calls = [];
    private readonly HashSet<CallPair> _ended = [];
    private readonly HashSet<CallPair> _tornDown = [];
    private readonly HashSet<CallPair> _deaf = [];

    /// <summary>All of them.</summary>
    public IReadOnlyList<CallPair> All => _calls;

    /// <summary>Those that ended as they should.</summary>
    public int Kept => _calls.Count - Lost.Count();

    /// <summary>Those that the exchange ended by itself, that could not be ended, or whose requests in between were not served.</summary>
    public IEnumerable<CallPair> Lost => _calls.Where(call => !call.EndedWell || _tornDown.Contains(call) || _deaf.Contains(call));

    /// <summary>Sets up so many calls from the phones of one branch to those of another; all of them are up when this returns.</summary>
    public async Task Establish(CallSite from, CallSite to, int count)
    {
        const int AtOnce = 8;
        for (var done = 0; done < count; done += AtOnce)
        {
            _calls.AddRange(await Task.WhenAll(Enumerable.Range(done, Math.Min(AtOnce, count - done)).Select(n => CallPair.Make(
                from, from.Phones[n % from.Phones.Count], to, CallPair.Called(to, n)))));
        }

        _calls.ShouldAllBe(call => call.Lives);
    }

    /// <summary>Each call is held and taken back, and a digit sent each way; calls where that fails count as lost.</summary>
    public async Task UseEach()
    {
        var used = await Task.WhenAll(_calls.Select(async call => (Call: call, Works: await Use(call))));
        foreach (var (call, works) in used)
            if (!works) _deaf.Add(call);
    }

    /// <summary>Ends them, or those of them that are meant.</summary>
    public async Task End(Func<CallPair, bool>? which = null)
    {
        var ending = _calls.Where(call => !_ended.Contains(call) && which?.Invoke(call) != false).ToArray();
        foreach (var call in ending)
        {
            _ended.Add(call);
            if (!call.Lives) _tornDown.Add(call);
        }

        await Task.WhenAll(ending.Select((call, n) => call.HangUp(byCaller: n % 2 == 0)));
    }

    private static async Task<bool> Use(CallPair call)
    {
        if (!call.Lives) return false;
        var (calling, answering) = (call.Calling, call.Answering!);
        var (before, after) = (calling.Heard + answering.Heard, 4);
        var works = await calling.Hold() & await answering.Inform() & await calling.Inform() & await calling.Resume();
        return works && calling.Heard + answering.Heard == before + after;
    }
}
