using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using System.Text;
using ActorPbx.Domain;
using ActorPbx.Domain.Calls;
using ActorPbx.Domain.Records;
using ActorPbx.Node.Settings;
using ActorPbx.Node.Telemetry;
using ActorPbx.Pbx.Operations;

namespace ActorPbx.Node.Tests.Telemetry;

/// <summary>What a collector gets, read off the wire.</summary>
public sealed class OtlpExportTests : IDisposable
{
    private const string Correlation = "0123456789abcdef01234567";
    private static readonly DateTimeOffset Noon = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);

    private readonly ConcurrentBag<(string Path, byte[] Body)> _mail = [];
    private readonly HttpListener _collector = new();
    private readonly string _endpoint;

    public OtlpExportTests()
    {
        _endpoint = $"http://127.0.0.1:{FreePort()}";
        _collector.Prefixes.Add(_endpoint + "/");
        _collector.Start();
        _ = CollectAsync();
    }

    public void Dispose() => ((IDisposable)_collector).Dispose();

    [Fact]
    public void A_call_is_one_trace_of_what_it_was()
    {
        using (new OtlpExport(Settings() with { Metrics = false }, "berlin-1", "pbx"))
        {
            CallSpans.Tell(Call(Correlation, CallOutcome.Answered, Noon.AddSeconds(2), Noon.AddSeconds(5)));
        }

        var spans = Spans().ToDictionary(span => Text(span, 5));
        spans.Keys.Order().ShouldBe(["call", "ring", "set up", "talk"]);
        spans.Values.Select(span => Hex(span, 1)).Distinct().ShouldBe([Correlation + "00000000"]);
        Hex(spans["call"], 4).ShouldBe("");
        spans.Values.Where(span => span.Span != spans["call"].Span).Select(span => Hex(span, 4)).Distinct().ShouldBe([Hex(spans["call"], 2)]);
        Seconds(spans["call"]).ShouldBe((0, 60));
        Seconds(spans["set up"]).ShouldBe((0, 2));
        Seconds(spans["ring"]).ShouldBe((2, 5));
        Seconds(spans["talk"]).ShouldBe((5, 60));
        var words = Encoding.UTF8.GetString(spans["call"].Span);
        words.ShouldContain("actorpbx.outcome");
        words.ShouldContain("answered");
        Encoding.UTF8.GetString(Mail("/v1/traces")).ShouldContain("berlin-1");
    }

    [Fact]
    public void A_call_that_nobody_answered_rang_and_was_not_talked()
    {
        using (new OtlpExport(Settings() with { Metrics = false }, "berlin-1", ""))
        {
            CallSpans.Tell(Call("a name of another make", CallOutcome.NoAnswer, Noon.AddSeconds(2), null));
        }

        Spans().Select(span => Text(span, 5)).Order().ShouldBe(["call", "ring", "set up"]);
        Spans().Select(span => Hex(span, 1)).Distinct().ShouldHaveSingleItem().Length.ShouldBe(32);
    }

    [Fact]
    public void Nothing_is_traced_of_a_call_outside_the_sample()
    {
        using (new OtlpExport(Settings() with { Metrics = false, Sample = 0 }, "berlin-1", ""))
        {
            CallSpans.Tell(Call(Correlation, CallOutcome.Busy, null, null));
        }

        _mail.ShouldBeEmpty();
    }

    [Fact]
    public void Figures_are_sent()
    {
        using (var metrics = new ExchangeMetrics())
        using (new OtlpExport(Settings() with { Traces = false }, "berlin-1", ""))
        {
            metrics.CallBegan();
        }

        var text = Encoding.UTF8.GetString(Mail("/v1/metrics"));
        text.ShouldContain("actorpbx.calls.active");
        text.ShouldContain("dotnet.process.cpu.time");
    }

    [Fact]
    public async Task Figures_and_calls_are_sent_over_gRPC_too()
    {
        await using var collector = await GrpcCollector.StartAsync();
        using (var metrics = new ExchangeMetrics())
        using (new OtlpExport(new OtlpSettings { Endpoint = collector.Endpoint, Protocol = OtlpTransport.Grpc }, "berlin-1", "pbx"))
        {
            metrics.CallBegan();
            CallSpans.Tell(Call(Correlation, CallOutcome.Answered, Noon.AddSeconds(2), Noon.AddSeconds(5)));
        }

        Encoding.UTF8.GetString(collector.Mail("/opentelemetry.proto.collector.metrics.v1.MetricsService/Export")).ShouldContain("actorpbx.calls.active");
        var spans = Spans(collector.Mail("/opentelemetry.proto.collector.trace.v1.TraceService/Export"));
        spans.Select(span => Text(span, 5)).Order().ShouldBe(["call", "ring", "set up", "talk"]);
        spans.Select(span => Hex(span, 1)).Distinct().ShouldBe([Correlation + "00000000"]);
    }

    private OtlpSettings Settings() => new() { Endpoint = _endpoint, Protocol = OtlpTransport.Http };

    private static CallState Call(string correlation, CallOutcome outcome, DateTimeOffset? ringing, DateTimeOffset? answered) => new(
        new CallId("c1"), new CallParties(new DomainName("pbx.local"), "berlin-1", "100", "200", "", false, Correlation: correlation),
        new CallPolicy(TimeSpan.Zero, TimeSpan.Zero), CallPhase.Releasing, CallerPhase.Ended, RelayPhase.None, RecordsPhase.Storing, false, true, [], default, [], [],
        Noon, ringing, answered, Noon.AddSeconds(60), new Release(outcome, new ResponseCode(200), Cause.NormalClearing, ReleasedBy.Caller));

    private IEnumerable<ReadOnlyMemory<byte>> Spans() => Spans(Mail("/v1/traces"));

    private static IEnumerable<ReadOnlyMemory<byte>> Spans(byte[] mail) =>
        from resource in Protobuf.Fields(mail, 1)
        from scope in Protobuf.Fields(resource, 2)
        from span in Protobuf.Fields(scope, 2)
        select span;

    private byte[] Mail(string path) => [.. _mail.Where(mail => mail.Path == path).SelectMany(mail => mail.Body)];

    private static string Hex(ReadOnlyMemory<byte> span, int field) =>
        Protobuf.Fields(span, field).Select(bytes => Convert.ToHexStringLower(bytes.Span)).FirstOrDefault("");

    private static string Text(ReadOnlyMemory<byte> span, int field) => Encoding.UTF8.GetString(Protobuf.Fields(span, field).Single().Span);

    private static (double From, double To) Seconds(ReadOnlyMemory<byte> span) => (Since(Protobuf.Fixed64(span, 7)), Since(Protobuf.Fixed64(span, 8)));

    private static double Since(ulong nanoseconds) => Math.Round((nanoseconds / 1e9) - Noon.ToUnixTimeSeconds(), 3);

    private static int FreePort()
    {
        using var probe = new TcpListener(IPAddress.Loopback, 0);
        probe.Start();
        return ((IPEndPoint)probe.LocalEndpoint).Port;
    }

    private async Task CollectAsync()
    {
        while (_collector.IsListening)
        {
            try
            {
                var request = await _collector.GetContextAsync();
                using var body = new MemoryStream();
                await request.Request.InputStream.CopyToAsync(body);
                _mail.Add((request.Request.Url!.AbsolutePath, body.ToArray()));
                request.Response.StatusCode = 200;
                request.Response.Close();
            }
            catch (Exception e) when (e is HttpListenerException or ObjectDisposedException)
            {
                return;
            }
        }
    }
}
