using System.Collections.Immutable;
using System.Net;
using System.Runtime.CompilerServices;
using System.Threading.Channels;
using ActorPbx.Node.Control;

namespace ActorPbx.Node.Tests.Control;

/// <summary>An exchange as the control server sees it, with one extension that is registered, one that is not, and one call.</summary>
internal sealed class ScriptedOperations : INodeOperations
{
    public static readonly DateTimeOffset Noon = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);

    public Channel<CallRecordRow> NewRecords { get; } = Channel.CreateUnbounded<CallRecordRow>();

    public List<CallRecordsRequest> RecordRequests { get; } = [];

    public TaskCompletionSource FollowerLeft { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public TimeSpan? Drain { get; private set; }

    public bool Stopped { get; private set; }

    public Exception? Fault { get; init; }

    public static CallRecordRow Record(long id, string caller = "100") => new(
        id, "c-1", "O", "pbx.local", "node-1", caller, "101", "udp 192.0.2.7:5060", Noon, Noon.AddSeconds(1), Noon.AddSeconds(3),
        Noon.AddSeconds(78), 75, "answered", 200, 16, "caller", [], "corr-1", "berlin");

    public Task<NodeReport> StatusAsync(CancellationToken cancellation) => Fault is null
        ? Task.FromResult(new NodeReport(
            "node-1", "0.1.0", 4711, NodeState.Running, Noon, 3725, "/etc/actorpbx/standalone.conf", "/var/lib/actorpbx", 64 << 20,
            [new DomainRow("pbx.local", true, 10, 1, 1)],
            [new ListenerRow("udp", "0.0.0.0", 5060)],
            new SipTraffic([new TransportRow("udp", 12, 11, 1, 0, 2, 0, 0)], 3)))
        : Task.FromException<NodeReport>(Fault);

    public Task<ImmutableArray<ExtensionRow>> ExtensionsAsync(string? domain, string? number, CancellationToken cancellation)
    {
        ImmutableArray<ExtensionRow> all =
        [
            new("pbx.local", "100", "Reception", true, 1, 10,
                [new DeviceRow("sip:100@192.0.2.7:5060", "udp", "192.0.2.7:5060", "Phone\u001b[31m 1.0", Noon, Noon.AddHours(1))]),
            new("pbx.local", "101", "", false, 0, 10, []),
        ];
        return Task.FromResult(all.RemoveAll(e => (number ?? e.Number) != e.Number || (domain ?? e.Domain) != e.Domain));
    }

    public Task<ImmutableArray<CallRow>> CallsAsync(string? domain, CancellationToken cancellation) =>
        Task.FromResult<ImmutableArray<CallRow>>([new("c-1", "pbx.local", "100", "101", "talking", Noon, Noon.AddSeconds(3), 75, true)]);

    public Task<int> HangUpAsync(string? call, CancellationToken cancellation) => Task.FromResult(call is null or "c-1" ? 1 : 0);

    public async IAsyncEnumerable<CallRecordRow> CallRecordsAsync(CallRecordsRequest request, [EnumeratorCancellation] CancellationToken cancellation)
    {
        RecordRequests.Add(request);
        yield return Record(1);
        yield return Record(2, "=cmd,1");
        if (!request.Follow)
        {
            yield break;
        }

        using var left = cancellation.Register(() => FollowerLeft.TrySetResult());
        await foreach (var record in NewRecords.Reader.ReadAllAsync(cancellation))
        {
            yield return record;
        }
    }

    public static TracedRow Traced(int second, bool sent, string peer, string summary, string cseq, bool session = false, long lost = 0) => new(
        Noon.AddSeconds(second), sent, "udp", "192.0.2.1:5060", peer, summary, cseq, "abc", "c1a2b3c4d5", session, summary + "\r\nCSeq: " + cseq + "\r\n\r\n", lost);

    public async IAsyncEnumerable<TracedRow> TraceAsync(TraceRequest request, [EnumeratorCancellation] CancellationToken cancellation)
    {
        if (request.Call is not (null or "c-1"))
        {
            throw new ControlRefusedException(RefusalCode.NotFound, $"There is no call {request.Call}.");
        }

        await Task.Yield();
        yield return Traced(1, false, "192.0.2.7:5060", "INVITE", "1 INVITE", session: true);
        yield return Traced(1, true, "192.0.2.7:5060", "100 Trying", "1 INVITE");
        yield return Traced(2, true, "192.0.2.8:5060", "INVITE", "1 INVITE", session: true, lost: 3);
        yield return Traced(3, false, "192.0.2.8:5060", "486 Busy\u001b Here", "1 INVITE");
        yield return Traced(4, false, "192.0.2.7:5060", "ACK", "1 ACK");
    }

    public Task<ClusterReport> ClusterAsync(CancellationToken cancellation) => Task.FromResult(new ClusterReport(
        "pbx", "hq-1", "hq", new BusRow("degraded", "the broker\u001b is away", 10, 9, 1, 2, 0, 0, 0, 0),
        [
            new MemberRow("hq-1", "hq", ["tmss"], "up", true, 0, 0, 0, 0.07, false, "0.1.0", 7, ["tls 127.0.0.1:5071"]),
            new MemberRow("berlin-1", "berlin", ["lmss", "media"], "up", false, 3, 1, 2, 0.5, true, "0.1.0", 8, []),
        ],
        [new LinkRow("berlin-1", "berlin", "good", "tls 127.0.0.30:5071", 12, 1, 2)],
        [new AnnouncedRow("berlin", "berlin-1", "pbx.local", ["4000-4999", "1077"], 1, [])],
        [
            new TrunkRow("carrier", "pbx.local", 2, 30, 11, 20, "cluster", "hq-2", 5, [new CarrierRow("sip:192.0.2.1", "good"), new CarrierRow("sip:192.0.2.2", "down")]),
            new TrunkRow("pstn", "pbx.local", 0, 4, 0, 4, "node", "", 0, [new CarrierRow("sip:192.0.2.3", "unknown")]),
        ],
        [new OverlapRow("pbx.local", "1000-1999", "shanghai", "1077", "berlin")],
        new DirectoryRow("00c0ffee00c0ffee", 2, Noon, true), new OutboxRow(17, 19, 25), new CentralRecordsRow(240, 3, "")));

    public Task ForgetNodeAsync(string node, CancellationToken cancellation) => node == "berlin-1"
        ? Task.CompletedTask
        : Task.FromException(new ControlRefusedException(RefusalCode.NotFound, $"The directory has nothing of a node {node}."));

    public Task<ImmutableArray<BanRow>> BansAsync(CancellationToken cancellation) =>
        Task.FromResult<ImmutableArray<BanRow>>([new("203.0.113.5", "wrong passwords of 8 accounts", Noon, Noon.AddMinutes(10), 2)]);

    public Task<int> ClearBansAsync(IPAddress? source, CancellationToken cancellation) =>
        Task.FromResult(source is null || source.Equals(IPAddress.Parse("203.0.113.5")) ? 1 : 0);

    public Task<ReloadReply> ReloadAsync(bool checkOnly, CancellationToken cancellation) => Task.FromResult(checkOnly
        ? new ReloadReply(ReloadOutcome.Refused, [new ReloadedRow("sip.listen", "changed", false)], ["/etc/node.conf:7:3: sip.listen: takes effect at the next start only."])
        : new ReloadReply(ReloadOutcome.Applied, [new ReloadedRow("log.level", "changed", true)], []));

    public async IAsyncEnumerable<DrainingReply> StopAsync(TimeSpan? drain, [EnumeratorCancellation] CancellationToken cancellation)
    {
        (Drain, Stopped) = (drain, true);
        yield return new DrainingReply(2, 30);
        await Task.Yield();
        yield return new DrainingReply(0, 12);
    }
}
