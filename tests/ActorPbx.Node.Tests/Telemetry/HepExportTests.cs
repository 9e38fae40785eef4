using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using System.Text;
using ActorPbx.Node.Settings;
using ActorPbx.Node.Telemetry;
using ActorPbx.Pbx.Gateway;
using ActorPbx.Sip.Transport;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace ActorPbx.Node.Tests.Telemetry;

/// <summary>Copies of SIP messages, as a real collector gets them over UDP.</summary>
public sealed class HepExportTests : IAsyncLifetime
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);
    private static readonly SipFlow s_flow = new(SipTransport.Udp, IPEndPoint.Parse("192.0.2.1:5060"), IPEndPoint.Parse("192.0.2.7:5070"), 0);
    private readonly SipWatch _watch = new();
    private readonly UdpClient _collector = new(new IPEndPoint(IPAddress.Loopback, 0));
    private readonly MeterReader _reader = new(instrument => instrument.Meter.Name == HepExport.MeterName);
    private readonly HepExport _export;
    private long _shown;

    public HepExportTests() => _export = new HepExport(
        new HepSettings { Address = _collector.Client.LocalEndPoint!.ToString()!, Id = 7, Password = "of-collector" }, _watch, new DialogOwners(), TimeProvider.System, NullLogger.Instance);

    public Task InitializeAsync() => Task.CompletedTask;

    public async Task DisposeAsync()
    {
        await _export.DisposeAsync();
        _reader.Dispose();
        _collector.Dispose();
    }

    [Theory]
    [InlineData("192.0.2.1", "192.0.2.1", 9060)]
    [InlineData("2001:db8::1", "2001:db8::1", 9060)]
    [InlineData("[2001:db8::1]", "2001:db8::1", 9060)]
    [InlineData("192.0.2.1:7000", "192.0.2.1", 7000)]
    [InlineData("[2001:db8::1]:7000", "2001:db8::1", 7000)]
    [InlineData("collector.example", "collector.example", 9060)]
    [InlineData("collector.example:7000", "collector.example", 7000)]
    public void An_address_is_a_host_and_perhaps_a_port(string text, string host, int port) => HepExport.AddressOf(text).ShouldBe((host, port));

    [Theory]
    [InlineData("")]
    [InlineData("a b")]
    [InlineData("collector.example/path")]
    [InlineData("user@collector.example")]
    [InlineData("collector.example:70000")]
    public void Anything_else_is_none(string text) => HepExport.AddressOf(text).ShouldBeNull();

    [Fact]
    public async Task A_message_arrives_with_its_secrets_masked_and_is_counted()
    {
        Show("REGISTER sip:x SIP/2.0\r\nAuthorization: Digest username=\"100\", response=\"f00d\"\r\nCall-ID: c\r\n\r\n");
        var packet = await Received();
        packet.ShouldStartWith("HEP3");
        packet.ShouldContain("REGISTER sip:x SIP/2.0\r\nAuthorization: Digest username=\"100\", response=\"****\"\r\n");
        packet.ShouldContain("of-collector");
        SpinWait.SpinUntil(() => Counted("sent") == 1, Patience).ShouldBeTrue();
        Counted("lost").ShouldBe(0);
    }

    [Fact]
    public async Task A_message_that_fits_into_no_datagram_is_lost_and_counted_and_the_next_one_arrives()
    {
        Show($"OPTIONS sip:x SIP/2.0\r\nSubject: {new string('x', 65_000)}\r\n\r\n");
        Show("OPTIONS sip:next SIP/2.0\r\n\r\n");
        (await Received()).ShouldContain("OPTIONS sip:next");
        SpinWait.SpinUntil(() => Counted("sent") == 1, Patience).ShouldBeTrue();
        Counted("lost").ShouldBe(1);
    }

    [Fact]
    public void Of_a_flood_every_message_is_either_sent_or_counted_as_lost()
    {
        for (var i = 0; i < 50_000; i++)
        {
            Show("OPTIONS sip:x SIP/2.0\r\n\r\n");
        }

        // What was lost is counted with the next message that is sent.
        SpinWait.SpinUntil(
            () =>
            {
                Show("OPTIONS sip:more SIP/2.0\r\n\r\n");
                return SpinWait.SpinUntil(() => Counted("sent") + Counted("lost") == _shown, TimeSpan.FromMilliseconds(500));
            },
            Patience).ShouldBeTrue($"{Counted("sent")} sent, {Counted("lost")} lost of {_shown}");
    }

    [Fact]
    public void While_nobody_listens_messages_are_lost_and_counted()
    {
        _collector.Dispose();
        SpinWait.SpinUntil(
            () =>
            {
                Show("OPTIONS sip:x SIP/2.0\r\n\r\n");
                return SpinWait.SpinUntil(() => Counted("sent") + Counted("lost") == _shown, TimeSpan.FromMilliseconds(500)) && Counted("lost") > 2;
            },
            Patience).ShouldBeTrue($"{Counted("sent")} sent, {Counted("lost")} lost of {_shown}");
    }

    [Fact]
    public async Task A_collector_that_cannot_be_reached_is_complained_of_once()
    {
        // A socket that was not made for it may not send to all.
        var log = new Lines();
        var unreachable = new HepExport(new HepSettings { Address = "255.255.255.255" }, _watch, new DialogOwners(), TimeProvider.System, log);
        SpinWait.SpinUntil(() => log.Count > 0, Patience).ShouldBeTrue();
        await Task.Delay(TimeSpan.FromSeconds(2.5));
        await unreachable.DisposeAsync();
        log.ShouldHaveSingleItem().ShouldStartWith("The HEP collector 255.255.255.255 cannot be reached: ");
    }

    private void Show(string message)
    {
        _shown++;
        _watch.Show(s_flow, sent: false, Encoding.ASCII.GetBytes(message));
    }

    private async Task<string> Received()
    {
        using var limit = new CancellationTokenSource(Patience);
        return Encoding.ASCII.GetString((await _collector.ReceiveAsync(limit.Token)).Buffer);
    }

    private double Counted(string fate) =>
        _reader.Read().Single(metric => metric.Name == "actorpbx.hep.messages").Points.Single(point => point.Labels[0].Value == fate).Value;

    private sealed class Lines : ConcurrentQueue<string>, ILogger
    {
        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) => Enqueue(formatter(state, exception));
    }
}
