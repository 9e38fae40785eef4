using System.Collections.Immutable;
using System.Net;
using System.Runtime.CompilerServices;
using ActorPbx.Domain;
using ActorPbx.Domain.Calls;
using ActorPbx.Node.Reload;
using ActorPbx.Node.Running;
using ActorPbx.Pbx.Operations;
using ActorPbx.Pbx.Protection;
using ActorPbx.Pbx.Records;

namespace ActorPbx.Node.Control;

/// <summary>Answers operators from the running exchange and its store.</summary>
internal sealed class PbxOperations(OperatedNode node, Func<TimeSpan> drainTimeout, TimeProvider clock) : INodeOperations
{
    private static readonly TimeSpan FollowInterval = TimeSpan.FromMilliseconds(500);
    private static readonly TimeSpan DrainInterval = TimeSpan.FromSeconds(1);

    /// <inheritdoc/>
    public async Task<NodeReport> StatusAsync(CancellationToken cancellation) =>
        node.Facts.Report(await NodeAsk.AskAsync<NodeStatus>(node.Domains, new GetStatus(), cancellation), clock.GetUtcNow());

    /// <inheritdoc/>
    public async Task<ImmutableArray<ExtensionRow>> ExtensionsAsync(string? domain, string? number, CancellationToken cancellation)
    {
        var list = await NodeAsk.AskAsync<ExtensionList>(node.Domains, new ListExtensions(domain, number), cancellation);
        return [.. list.Extensions.Select(Rows.Of)];
    }

    /// <inheritdoc/>
    public async Task<ImmutableArray<CallRow>> CallsAsync(string? domain, CancellationToken cancellation)
    {
        var list = await NodeAsk.AskAsync<CallList>(node.Domains, new ListCalls(domain), cancellation);
        var now = clock.GetUtcNow();
        return [.. list.Calls.Select(call => Rows.Of(call, now))];
    }

    /// <inheritdoc/>
    public async Task<int> HangUpAsync(string? call, CancellationToken cancellation) =>
        (await NodeAsk.AskAsync<HangUpDone>(node.Domains, new HangUpCall(call is null ? null : new CallId(call)), cancellation)).Calls;

    /// <inheritdoc/>
    public async IAsyncEnumerable<CallRecordRow> CallRecordsAsync(CallRecordsRequest request, [EnumeratorCancellation] CancellationToken cancellation)
    {
        var last = 0L;
        foreach (var record in await NewestAsync(request, cancellation))
        {
            last = record.Id;
            yield return Rows.Of(record);
        }

        while (request.Follow)
        {
            var more = await FindAsync(request, new FindCalls(null, null, null, null, last, FindCalls.LargestPage, Forward: true), cancellation);
            foreach (var record in more)
            {
                last = record.Id;
                yield return Rows.Of(record);
            }

            if (more.Length < FindCalls.LargestPage)
            {
                await Task.Delay(FollowInterval, clock, cancellation);
            }
        }
    }

    /// <inheritdoc/>
    public IAsyncEnumerable<TracedRow> TraceAsync(TraceRequest request, CancellationToken cancellation) => node.Traces!.FollowAsync(request, cancellation);

    /// <inheritdoc/>
    public Task<ClusterReport> ClusterAsync(CancellationToken cancellation) => Cluster().ReportAsync(cancellation);

    /// <inheritdoc/>
    public Task ForgetNodeAsync(string name, CancellationToken cancellation) => Cluster().ForgetAsync(name, cancellation);

    /// <inheritdoc/>
    public Task<ImmutableArray<BanRow>> BansAsync(CancellationToken cancellation) => Task.FromResult<ImmutableArray<BanRow>>(
        [.. node.Bans.All.Select(ban => new BanRow(ban.Source, ban.Reason, ban.Since, ban.Until, ban.Times))]);

    /// <inheritdoc/>
    public Task<int> ClearBansAsync(IPAddress? source, CancellationToken cancellation) => Task.FromResult(node.Bans.Clear(source));

    /// <inheritdoc/>
    public Task<ReloadReply> ReloadAsync(bool checkOnly, CancellationToken cancellation) => node.Reload!.RunAsync(checkOnly, cancellation);

    /// <inheritdoc/>
    public async IAsyncEnumerable<DrainingReply> StopAsync(TimeSpan? time, [EnumeratorCancellation] CancellationToken cancellation)
    {
        node.Drain.Begin(time ?? drainTimeout());
        while (!node.Drain.Done.IsCompleted)
        {
            var calls = await NodeAsk.AskAsync<CallList>(node.Domains, new ListCalls(null), cancellation);
            yield return node.Drain.Progress(calls.Calls.Length);
            await Task.WhenAny(node.Drain.Done, Task.Delay(DrainInterval, clock, cancellation));
        }
    }

    private ClusterOperations Cluster() => node.Cluster
        ?? throw new ControlRefusedException(RefusalCode.Failed, "This node is in no cluster; cluster.provider is none.");

    /// <summary>The newest records, oldest first; as many pages as it takes.</summary>
    private async Task<IEnumerable<StoredRecord>> NewestAsync(CallRecordsRequest request, CancellationToken cancellation)
    {
        var pages = new Stack<ImmutableArray<StoredRecord>>();
        var left = request.Limit;
        var before = 0L;
        while (left > 0)
        {
            var wanted = Math.Min(left, FindCalls.LargestPage);
            var page = await FindAsync(request, new FindCalls(null, null, null, null, 0, wanted, BeforeId: before), cancellation);
            pages.Push(page);
            if (page.Length < wanted)
            {
                break;
            }

            left -= page.Length;
            before = page[0].Id;
        }

        return pages.SelectMany(page => page);
    }

    private async Task<ImmutableArray<StoredRecord>> FindAsync(CallRecordsRequest request, FindCalls page, CancellationToken cancellation)
    {
        DomainName? domain = request.Domain is { } name ? new DomainName(name.ToLowerInvariant()) : null;
        var search = page with { Domain = domain, Number = request.Number, Since = request.Since, Until = request.Until };
        if (request.Branch is null && request.Correlation is null)
        {
            return (await NodeAsk.AskAsync<CallsFound>(node.Store, search, cancellation)).Records;
        }

        var central = node.Central
            ?? throw new ControlRefusedException(RefusalCode.Failed, "This node does not keep the records of all branches; ask a T-MSS with records.central.");
        var branch = request.Branch is CallRecordsRequest.AllBranches ? null : request.Branch;
        return (await NodeAsk.AskAsync<CallsFound>(central, new FindCentralCalls(search, branch, request.Correlation), cancellation)).Records;
    }
}

/// <summary>What a running node consists of, for its operators.</summary>
/// <param name="Domains">The exchange.</param>
/// <param name="Store">Its database.</param>
/// <param name="Facts">What it knows of itself.</param>
/// <param name="Drain">The way to end it.</param>
/// <param name="Cluster">Its cluster; null when it is in none.</param>
/// <param name="Central">The records of all branches; null where they are not kept.</param>
/// <param name="Bans">Sources that are ignored for a while.</param>
/// <param name="Traces">Its SIP as it passes.</param>
/// <param name="Reload">Reads its configuration again.</param>
internal sealed record OperatedNode(
    IActorRef Domains, IActorRef Store, NodeFacts Facts, NodeDrain Drain, ClusterOperations? Cluster, IActorRef? Central, BanList Bans, TraceDesk? Traces = null,
    NodeReload? Reload = null);
