using System.Net;
using System.Net.Http.Json;
using ActorPbx.Node.Health;
using ActorPbx.Node.Running;
using ActorPbx.Node.Telemetry;
using ActorPbx.Pbx.Operations;
using ActorPbx.Pbx.Records;

namespace ActorPbx.Node.Tests.Health;

/// <summary>The pages of a node, asked for over HTTP, with scripted actors behind them.</summary>
public sealed class WatchServerTests : IAsyncLifetime
{
    private readonly ActorSystem _system = ActorSystem.Create("health");
    private readonly HttpClient _client = new();
    private WatchServer _server = null!;

    public Task InitializeAsync() => Task.CompletedTask;

    public async Task DisposeAsync()
    {
        _client.Dispose();
        await _server.DisposeAsync();
        await _system.Terminate();
    }

    [Fact]
    public async Task A_node_that_takes_calls_is_alive_and_ready()
    {
        await Serve(draining: false, storeFault: "");
        (await Ask("/health/live")).ShouldBe((HttpStatusCode.OK, new HealthAnswer("live", 3)));
        (await Ask("/health/ready")).ShouldBe((HttpStatusCode.OK, new HealthAnswer("ready", 3, "ok", "no broker answers")));
    }

    [Fact]
    public async Task A_node_that_drains_is_alive_and_not_ready()
    {
        await Serve(draining: true, storeFault: "");
        (await Ask("/health/live")).Status.ShouldBe(HttpStatusCode.OK);
        (await Ask("/health/ready")).ShouldBe((HttpStatusCode.ServiceUnavailable, new HealthAnswer("draining", 3, "ok", "no broker answers")));
    }

    [Fact]
    public async Task A_full_disk_is_told_and_takes_no_node_out_of_service()
    {
        await Serve(draining: false, storeFault: "database or disk is full");
        (await Ask("/health/ready")).ShouldBe((HttpStatusCode.OK, new HealthAnswer("ready", 3, "database or disk is full", "no broker answers")));
    }

    [Fact]
    public async Task Actors_that_do_not_answer_make_a_dead_node()
    {
        await Serve(new HealthProbe(_system.DeadLetters, _system.DeadLetters, null, TimeProvider.System) { Patience = TimeSpan.FromMilliseconds(200) });
        (await Ask("/health/live")).ShouldBe((HttpStatusCode.ServiceUnavailable, new HealthAnswer("dead")));
        (await Ask("/health/ready")).ShouldBe((HttpStatusCode.ServiceUnavailable, new HealthAnswer("dead", null, "the database does not answer")));
    }

    [Fact]
    public async Task Figures_are_served_as_Prometheus_reads_them()
    {
        using var metrics = new ExchangeMetrics();
        metrics.CallBegan();
        await Serve(draining: false, storeFault: "");
        var answer = await _client.GetAsync(Page("/metrics"));
        answer.Content.Headers.ContentType!.ToString().ShouldBe("text/plain; version=0.0.4; charset=utf-8");
        var text = await answer.Content.ReadAsStringAsync();
        text.ShouldContain("# TYPE actorpbx_calls_active gauge\n");
        text.ShouldContain("actorpbx_calls_ended_total{outcome=\"busy\"}");
        text.ShouldContain("dotnet_process_cpu_time_seconds_total");
    }

    [Fact]
    public async Task Only_reading_is_answered()
    {
        await Serve(draining: false, storeFault: "");
        (await _client.PostAsync(Page("/metrics"), null)).StatusCode.ShouldBe(HttpStatusCode.MethodNotAllowed);
        (await _client.GetAsync(Page("/config"))).StatusCode.ShouldBe(HttpStatusCode.NotFound);
        var head = await _client.SendAsync(new HttpRequestMessage(HttpMethod.Head, Page("/health/live")));
        head.StatusCode.ShouldBe(HttpStatusCode.OK);
    }

    [Fact]
    public async Task A_port_that_is_taken_is_said_with_its_owner()
    {
        await Serve(draining: false, storeFault: "");
        var second = await Should.ThrowAsync<StartException>(() => WatchServer.StartAsync(_server.EndPoint, new HealthProbe(_system.DeadLetters, _system.DeadLetters, null, TimeProvider.System)));
        second.Message.ShouldContain(_server.EndPoint.ToString());
        second.Message.ShouldContain($"process {Environment.ProcessId}");
        second.Message.ShouldContain("telemetry.http");
    }

    private Task Serve(bool draining, string storeFault)
    {
        var domains = _system.ActorOf(Props.Create(() => new ScriptedDomains(draining)));
        var store = _system.ActorOf(Props.Create(() => new ScriptedStore(storeFault)));
        return Serve(new HealthProbe(domains, store, () => "no broker answers", TimeProvider.System) { Patience = TimeSpan.FromSeconds(30) });
    }

    private async Task Serve(HealthProbe probe) => _server = await WatchServer.StartAsync(new IPEndPoint(IPAddress.Loopback, 0), probe);

    private async Task<(HttpStatusCode Status, HealthAnswer Answer)> Ask(string page)
    {
        var answer = await _client.GetAsync(Page(page));
        return (answer.StatusCode, (await answer.Content.ReadFromJsonAsync(HealthJson.Default.HealthAnswer))!);
    }

    private Uri Page(string page) => new($"http://{_server.EndPoint}{page}");

    private sealed class ScriptedDomains : ReceiveActor
    {
        public ScriptedDomains(bool draining) => Receive<CountLivingCalls>(_ => Sender.Tell(new LivingCalls(3, draining)));
    }

    private sealed class ScriptedStore : ReceiveActor
    {
        public ScriptedStore(string fault)
        {
            var written = false;
            Receive<SaveDocument>(_ => written = true);
            Receive<CheckStore>(_ => Sender.Tell(new StoreChecked(written ? fault : "nothing was written")));
        }
    }
}
