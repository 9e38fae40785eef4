using System.Globalization;
using ActorPbx.Pbx.Operations;
using ActorPbx.Pbx.Records;

namespace ActorPbx.Node.Health;

/// <summary>
/// Finds out how the node is by asking those who do the work. A node is alive when its actors answer, and ready when it takes calls. A database that cannot be written
/// makes it neither dead nor unready, for calls go on without; it is told all the same.
/// </summary>
/// <param name="domains">The exchange.</param>
/// <param name="store">Its database.</param>
/// <param name="busFault">Why there is no bus, or empty; null for a node of its own.</param>
/// <param name="clock">The time.</param>
public sealed class HealthProbe(IActorRef domains, IActorRef store, Func<string>? busFault, TimeProvider clock)
{
    private const string Document = "health";

    // Whoever asks all the time shall not make the disk write all the time.
    private static readonly TimeSpan StoreCheckInterval = TimeSpan.FromSeconds(5);

    private readonly Lock _gate = new();
    private Task<string>? _storeCheck;
    private long _storeCheckedAt;

    /// <summary>Who has not answered by then does not.</summary>
    public TimeSpan Patience { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>Asks the actors alone: how many calls there are, or null when nobody answers in time.</summary>
    public async Task<LivingCalls?> AskAsync(CancellationToken cancellation)
    {
        try
        {
            return await domains.Ask<LivingCalls>(new CountLivingCalls(), Patience, cancellation);
        }
        catch (AskTimeoutException)
        {
            return null;
        }
    }

    /// <summary>Asks everybody.</summary>
    public async Task<NodeHealth> ExamineAsync(CancellationToken cancellation)
    {
        var store = StoreAsync();
        var calls = await AskAsync(cancellation);
        return new NodeHealth(
            calls is not null, calls is { Draining: false }, calls is { Draining: true }, calls?.Calls ?? -1, await store.WaitAsync(cancellation),
            busFault is null ? "" : busFault() is { Length: > 0 } fault ? fault : "up");
    }

    private Task<string> StoreAsync()
    {
        lock (_gate)
        {
            if (_storeCheck is null || clock.GetElapsedTime(_storeCheckedAt) > StoreCheckInterval)
            {
                (_storeCheck, _storeCheckedAt) = (CheckStoreAsync(), clock.GetTimestamp());
            }

            return _storeCheck;
        }
    }

    private async Task<string> CheckStoreAsync()
    {
        try
        {
            // A full disk shows itself only to who writes.
            store.Tell(new SaveDocument(Document, clock.GetUtcNow().ToString("O", CultureInfo.InvariantCulture)), ActorRefs.NoSender);
            var answer = await store.Ask<StoreChecked>(new CheckStore(), Patience);
            return answer.Fault.Length == 0 ? "ok" : answer.Fault;
        }
        catch (AskTimeoutException)
        {
            return "the database does not answer";
        }
    }
}
