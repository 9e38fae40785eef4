using System.Diagnostics;

namespace ActorPbx.EndToEnd.Tests.Chaos.Load;

/// <summary>New calls at an even rate, each of them talked for a while and ended by its caller.</summary>
internal sealed class CallStream : IAsyncDisposable
{
    private readonly CallSite _from;
    private readonly CallSite _to;
    private readonly TimeSpan _pause;
    private readonly TimeSpan _talk;
    private readonly TimeSpan _patience;
    private readonly List<Task<CallPair>> _calls = [];
    private readonly CancellationTokenSource _stop = new();
    private readonly Task _running;

    private CallStream(CallSite from, CallSite to, double perSecond, TimeSpan talk, TimeSpan patience)
    {
        (_from, _to, _pause, _talk, _patience) = (from, to, TimeSpan.FromSeconds(1 / perSecond), talk, patience);
        _running = Run();
    }

    /// <summary>Begins.</summary>
    /// <param name="from">The callers.</param>
    /// <param name="to">Whom they call.</param>
    /// <param name="perSecond">Calls a second.</param>
    /// <param name="talk">How long each lasts.</param>
    /// <param name="patience">After so long without an answer the caller gives up; 32 s unless said.</param>
    public static CallStream Start(CallSite from, CallSite to, double perSecond, TimeSpan talk, TimeSpan? patience = null) =>
        new(from, to, perSecond, talk, patience ?? SipClocks.TransactionTimeout);

    /// <summary>Calls of it that are over, well or not.</summary>
    public int Settled
    {
        get { lock (_calls) return _calls.Count(call => call.IsCompleted); }
    }

    /// <summary>Whether it makes no more calls.</summary>
    public bool HasStopped => _stop.IsCancellationRequested;

    /// <summary>No more new ones; all calls of the stream when the last is over.</summary>
    public async Task<IReadOnlyList<CallPair>> Stop()
    {
        await _stop.CancelAsync();
        await _running;
        return await Task.WhenAll(_calls);
    }

    public async ValueTask DisposeAsync()
    {
        await Stop();
        _stop.Dispose();
    }

    private async Task Run()
    {
        var watch = Stopwatch.StartNew();
        for (var n = 0; !_stop.IsCancellationRequested; n++)
        {
            lock (_calls) _calls.Add(One(n));
            var wait = (_pause * (n + 1)) - watch.Elapsed;
            if (wait > TimeSpan.Zero) await Task.WhenAny(Task.Delay(wait, _stop.Token));
        }
    }

    private async Task<CallPair> One(int n)
    {
        var pair = await CallPair.Make(_from, _from.Phones[n % _from.Phones.Count], _to, CallPair.Called(_to, n), _patience);
        if (pair.Calling.Fate == CallFate.Established)
        {
            await Task.Delay(_talk, CancellationToken.None);
            await pair.HangUp(byCaller: true);
        }

        return pair;
    }
}
