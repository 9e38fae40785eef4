using System.Net.Sockets;
using System.Text;
using ActorPbx.EndToEnd.Tests.Harness;

namespace ActorPbx.EndToEnd.Tests;

/// <summary>Streams: TLS with OpenSSL's client, and TCP with awkward cuts. The answer to a stranger's OPTIONS is the challenge.</summary>
public class TransportTests
{
    [Theory]
    [InlineData("-tls1_2", "TLSv1.2")]
    [InlineData("-tls1_3", "TLSv1.3")]
    public async Task Openssl_speaks_sip_over_tls(string option, string protocol)
    {
        await using var exchange = await Exchange.Start();
        await using var client = new ChildProcess("openssl", ["s_client", "-connect", $"{exchange.Net.Exchange}:5061", option, "-crlf"], exchange.Directory);
        await client.Says(protocol);
        await client.Input.WriteAsync(Options(exchange, "TLS").Replace("\r\n", "\n", StringComparison.Ordinal));
        await client.Input.FlushAsync();
        await client.Says("SIP/2.0 401");
    }

    [Fact]
    public async Task Old_tls_is_refused()
    {
        await using var exchange = await Exchange.Start();
        var (code, output) = await ChildProcess.Run("openssl", ["s_client", "-connect", $"{exchange.Net.Exchange}:5061", "-tls1_1", "-cipher", "DEFAULT@SECLEVEL=0"], exchange.Directory);
        code.ShouldNotBe(0, output);
    }

    [Fact]
    public async Task A_message_that_comes_byte_by_byte_is_answered_and_keep_alives_too()
    {
        await using var exchange = await Exchange.Start();
        using var client = new TcpClient { NoDelay = true };
        await client.ConnectAsync(exchange.Sip);
        var stream = client.GetStream();
        await stream.WriteAsync("\r\n\r\n"u8.ToArray());
        (await Read(stream)).ShouldBe("\r\n");
        foreach (var letter in Encoding.ASCII.GetBytes(Options(exchange, "TCP"))) await stream.WriteAsync(new[] { letter });
        (await Read(stream)).ShouldStartWith("SIP/2.0 401");
        await stream.WriteAsync(Encoding.ASCII.GetBytes(Options(exchange, "TCP") + Options(exchange, "TCP")));
        var both = new StringBuilder();
        while (both.ToString().Split("SIP/2.0 401").Length < 3) both.Append(await Read(stream));
    }

    private static async Task<string> Read(NetworkStream stream)
    {
        using var deadline = new CancellationTokenSource(Eventually.Patience);
        var bytes = new byte[8192];
        var length = await stream.ReadAsync(bytes, deadline.Token);
        length.ShouldBeGreaterThan(0, "the exchange closed the connection");
        return Encoding.ASCII.GetString(bytes, 0, length);
    }

    internal static string Options(Exchange exchange, string transport)
    {
        var token = Guid.NewGuid().ToString("N");
        return $"OPTIONS sip:{Exchange.Domain} SIP/2.0\r\nVia: SIP/2.0/{transport} {exchange.Net.Device(1)}:5060;branch=z9hG4bK{token};rport\r\nMax-Forwards: 70\r\n"
            + $"From: <sip:probe@{Exchange.Domain}>;tag=1\r\nTo: <sip:{Exchange.Domain}>\r\nCall-ID: {token}\r\nCSeq: 1 OPTIONS\r\nContact: <sip:probe@{exchange.Net.Device(1)}>\r\nContent-Length: 0\r\n\r\n";
    }
}
