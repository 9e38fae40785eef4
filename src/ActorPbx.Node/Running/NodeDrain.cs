using ActorPbx.Node.Control;
using ActorPbx.Pbx.Operations;

namespace ActorPbx.Node.Running;

/// <summary>
/// The end of a node: new calls are refused, living ones may finish until their time is up, what is left then is hung up.
/// A T-MSS first lets the calls pass that other nodes are setting up through it. Asked again, it takes the new time: <c>stop --now</c> during a drain ends it.
/// </summary>
/// <param name="domains">Whose calls are to end.</param>
/// <param name="clock">For the time that is left.</param>
/// <param name="onBegin">Tells the other nodes.</param>
/// <param name="underWay">How many calls are being set up through this node; null where none ever are.</param>
public sealed class NodeDrain(IActorRef domains, TimeProvider clock, Func<Task>? onBegin = null, Func<Task<int>>? underWay = null)
{
    private static readonly TimeSpan HangUpPatience = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan LookInterval = TimeSpan.FromMilliseconds(100);

    // The others hear at once that the node leaves; what they sent before they did arrives within this time.
    private const int QuietLooks = 10;

    private readonly Lock _gate = new();
    private readonly CancellationTokenSource _timeUp = new();
    private readonly TaskCompletionSource _done = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _begun = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private DateTimeOffset? _deadline;

    /// <summary>Completes when no call is left, or the last ones did not end in time.</summary>
    public Task Done => _done.Task;

    /// <summary>Completes when it begins.</summary>
    public Task Begun => _begun.Task;

    /// <summary>How long calls may still go on.</summary>
    public TimeSpan Left => _deadline is { } deadline && deadline - clock.GetUtcNow() is var left && left > TimeSpan.Zero ? left : TimeSpan.Zero;

    /// <summary>True once it began.</summary>
    public bool HasBegun => _deadline is not null;

    /// <summary>Begins, or changes how long it may still take.</summary>
    public void Begin(TimeSpan time)
    {
        lock (_gate)
        {
            var first = _deadline is null;
            _deadline = clock.GetUtcNow() + time;
            _timeUp.CancelAfter(time);
            if (first)
            {
                _begun.TrySetResult();
                _ = RunAsync();
            }
        }
    }

    /// <summary>How long is left, for who watches.</summary>
    public DrainingReply Progress(int calls) => new(calls, Left.TotalSeconds);

    private async Task RunAsync()
    {
        try
        {
            var told = onBegin?.Invoke() ?? Task.CompletedTask;
            var drained = domains.Ask<Drained>(new Drain(), Timeout.InfiniteTimeSpan);
            var timeUp = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            await using var registration = _timeUp.Token.Register(() => timeUp.TrySetResult());
            await Task.WhenAny(drained, timeUp.Task);
            if (!drained.IsCompleted)
            {
                await domains.Ask<HangUpDone>(new HangUpCall(null), HangUpPatience);
                await drained.WaitAsync(HangUpPatience);
            }

            await told;
            await LetPassAsync();
        }
        catch (Exception e) when (e is TimeoutException or AskTimeoutException)
        {
            // A peer that answers no BYE does not keep the node alive.
        }
        finally
        {
            _done.TrySetResult();
        }
    }

    private async Task LetPassAsync()
    {
        for (var quiet = 0; underWay is not null && quiet < QuietLooks && !_timeUp.IsCancellationRequested;)
        {
            quiet = await underWay() == 0 ? quiet + 1 : 0;
            await Task.Delay(LookInterval, clock);
        }
    }
}
