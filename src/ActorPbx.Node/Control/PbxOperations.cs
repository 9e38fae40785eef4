using System.Collections.Immutable;
using System.Runtime.CompilerServices;
using ActorPbx.Domain;
using ActorPbx.Domain.Calls;
using ActorPbx.Node.Running;
using ActorPbx.Pbx.Operations;
using ActorPbx.Pbx.Records;

namespace ActorPbx.Node.Control;

/// <summary>Answers operators from the running exchange and its store.</summary>
public sealed class PbxOperations(IActorRef domains, IActorRef store, NodeFacts facts, NodeDrain drain, TimeSpan drainTimeout, TimeProvider clock) : INodeOperations
{
    private const int PageSize = 1000;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan FollowInterval = TimeSpan.FromMilliseconds(500);
    private static readonly TimeSpan DrainInterval = TimeSpan.FromSeconds(1);

    /// <inheritdoc/>
    public async Task<NodeReport> StatusAsync(CancellationToken cancellation) =>
        facts.Report(await AskAsync<NodeStatus>(domains, new GetStatus(), cancellation), clock.GetUtcNow());

    /// <inheritdoc/>
    public async Task<ImmutableArray<ExtensionRow>> ExtensionsAsync(string? domain, string? number, CancellationToken cancellation)
    {
        var list = await AskAsync<ExtensionList>(domains, new ListExtensions(domain, number), cancellation);
        return [.. list.Extensions.Select(Rows.Of)];
    }

    /// <inheritdoc/>
    public async Task<ImmutableArray<CallRow>> CallsAsync(string? domain, CancellationToken cancellation)
    {
        var list = await AskAsync<CallList>(domains, new ListCalls(domain), cancellation);
        var now = clock.GetUtcNow();
        return [.. list.Calls.Select(call => Rows.Of(call, now))];
    }

    /// <inheritdoc/>
    public async Task<int> HangUpAsync(string? call, CancellationToken cancellation) =>
        (await AskAsync<HangUpDone>(domains, new HangUpCall(call is null ? null : new CallId(call)), cancellation)).Calls;

    /// <inheritdoc/>
    public async IAsyncEnumerable<CallRecordRow> CallRecordsAsync(CallRecordsRequest request, [EnumeratorCancellation] CancellationToken cancellation)
    {
        var newest = await FindAsync(request, afterId: 0, request.Limit, cancellation);
        var last = 0L;
        foreach (var record in newest)
        {
            last = record.Id;
            yield return Rows.Of(record);
        }

        while (request.Follow)
        {
            var more = await FindAsync(request, last, PageSize, cancellation);
            foreach (var record in more)
            {
                last = record.Id;
                yield return Rows.Of(record);
            }

            if (more.Length < PageSize)
            {
                await Task.Delay(FollowInterval, clock, cancellation);
            }
        }
    }

    /// <inheritdoc/>
    public async IAsyncEnumerable<DrainingReply> StopAsync(TimeSpan? time, [EnumeratorCancellation] CancellationToken cancellation)
    {
        drain.Begin(time ?? drainTimeout);
        while (!drain.Done.IsCompleted)
        {
            var calls = await AskAsync<CallList>(domains, new ListCalls(null), cancellation);
            yield return drain.Progress(calls.Calls.Length);
            await Task.WhenAny(drain.Done, Task.Delay(DrainInterval, clock, cancellation));
        }
    }

    private async Task<ImmutableArray<StoredRecord>> FindAsync(CallRecordsRequest request, long afterId, int limit, CancellationToken cancellation)
    {
        DomainName? domain = request.Domain is { } name ? new DomainName(name.ToLowerInvariant()) : null;
        var found = await AskAsync<CallsFound>(store, new FindCalls(domain, request.Number, request.Since, request.Until, afterId, limit), cancellation);
        return found.Records;
    }

    private static async Task<T> AskAsync<T>(IActorRef actor, object question, CancellationToken cancellation)
    {
        try
        {
            return await actor.Ask<T>(question, Patience, cancellation);
        }
        catch (AskTimeoutException)
        {
            throw new ControlRefusedException(RefusalCode.Failed, "The node did not answer in time; it may be overloaded, try again.");
        }
    }
}
