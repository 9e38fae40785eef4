using System.Text.RegularExpressions;
using ActorPbx.EndToEnd.Tests.Harness;

namespace ActorPbx.EndToEnd.Tests;

/// <summary>SIP over TLS with the certificates of scripts/make-certificates, as OpenSSL's client, a scanner and a phone see it.</summary>
public class TlsTests
{
    private const string Greeting = "Verify return code: 0 (ok)";

    [Fact]
    public async Task A_scanner_finds_only_suites_with_forward_secrecy_and_a_client_the_name_that_it_asked_for()
    {
        await using var exchange = await Start();
        var (_, scan) = await ChildProcess.Run("sslscan", ["--no-colour", "--no-check-certificate", $"{exchange.Net.Exchange}:5061"], exchange.Directory, TimeSpan.FromSeconds(60));
        foreach (var version in (string[])["SSLv2", "SSLv3", "TLSv1.0", "TLSv1.1"]) scan.ShouldMatch($@"{Regex.Escape(version)}\s+disabled");
        var suites = Regex.Matches(scan, @"^(?:Accepted|Preferred)\s+(\S+)\s+\d+ bits\s+(\S+)", RegexOptions.Multiline);
        suites.Count.ShouldBeGreaterThan(2, scan);
        suites.ShouldAllBe(suite => suite.Groups[1].Value == "TLSv1.3" || suite.Groups[2].Value.StartsWith("ECDHE-", StringComparison.Ordinal));
        suites.ShouldAllBe(suite => Regex.IsMatch(suite.Groups[2].Value, "GCM|CHACHA20"));

        await using var named = Client(exchange, "-servername", Exchange.Domain, "-verify_hostname", Exchange.Domain, "-verify_return_error");
        await named.Says(Greeting);
        await using var other = Client(exchange, "-verify_hostname", "other.test", "-verify_return_error");
        (await other.Ended()).ShouldNotBe(0);
    }

    [Fact]
    public async Task A_listener_that_requires_it_lets_in_who_shows_a_certificate_of_its_authority()
    {
        await using var exchange = await Start("client-certificates = required, client-authorities = certificates/authority.pem");
        await using var known = Client(exchange, "-cert", "certificates/client.pem", "-key", "certificates/client.key");
        (await Asks(exchange, known)).ShouldBeTrue();
        await using var stranger = Client(exchange);
        (await Asks(exchange, stranger)).ShouldBeFalse();
    }

    [Fact]
    public async Task Renewed_certificates_are_shown_without_a_restart_and_connections_stay()
    {
        await using var exchange = await Start();
        await using var old = Client(exchange, "-verify_return_error");
        await old.Says(Greeting);
        await MakeCertificates(exchange, "--force");
        await Eventually.Get(
            async () =>
            {
                await using var fresh = Client(exchange, "-verify_return_error");
                fresh.Input.Close();
                return await fresh.Ended();
            },
            code => code == 0, "the new authority vouches for the exchange");
        (await Asks(exchange, old)).ShouldBeTrue();
        exchange.Process.Output.ShouldContain("TLS shows the certificates that were read just now");
    }

    [Fact]
    public async Task A_phone_that_believes_our_authority_registers_and_calls_and_one_that_believes_another_does_not()
    {
        await using var exchange = await Start();
        var elsewhere = Directory.CreateDirectory(Path.Combine(exchange.Directory, "elsewhere")).FullName;
        (await ChildProcess.Run("bash", [Path.Combine(AppContext.BaseDirectory, "scripts", "make-certificates"), Exchange.Domain], elsewhere)).Code.ShouldBe(0);
        await using var stranger = new Linphone(exchange, "101", "elsewhere/certificates/authority.pem");
        await using var phone = new Linphone(exchange, "100", "certificates/authority.pem");
        await stranger.Says("Certificate verification failed");
        await Eventually.Get(() => Registered(exchange), numbers => numbers is ["100"], "the phone is registered");

        using var called = new WirePhone(exchange, 2, "202");
        await phone.Type($"call sip:202@{Exchange.Domain}");
        var dialog = called.Answer(await called.ExpectRequest("INVITE"));
        await called.ExpectRequest("ACK");
        dialog.Send("BYE");
        await dialog.Expect(200, "BYE");
        (await Registered(exchange)).ShouldBe(["100"]);
    }

    private static async Task<string[]> Registered(Exchange exchange) =>
        [.. from one in (await exchange.OperatorJson("extensions")).EnumerateArray()
            let number = one.GetProperty("number").GetString()
            where number.StartsWith("10", StringComparison.Ordinal) && one.GetProperty("registered").GetBoolean()
            select number];

    private static async Task<Exchange> Start(string listener = "")
    {
        var exchange = Exchange.Prepare();
        File.AppendAllText(exchange.ConfigurationFile, $$"""
            sip.tls.certificate-check = 200ms
            sip.listen = [
              { transport = udp, address = "{{exchange.Net.Exchange}}" }
              { transport = tls, address = "{{exchange.Net.Exchange}}", certificate = certificates/server.pem, private-key = certificates/server.key{{(listener.Length > 0 ? ", " + listener : "")}} }
            ]

            """);
        await MakeCertificates(exchange);
        await exchange.Run();
        return exchange;
    }

    private static async Task MakeCertificates(Exchange exchange, params string[] options)
    {
        var script = Path.Combine(AppContext.BaseDirectory, "scripts", "make-certificates");
        var (code, output) = await ChildProcess.Run("bash", [script, .. options, Exchange.Domain, exchange.Net.Exchange.ToString()], exchange.Directory);
        code.ShouldBe(0, output);
        output.ShouldContain("server.pem");
        if (options.Length > 0) return;
        (await ChildProcess.Run("bash", [script, Exchange.Domain], exchange.Directory)).Code.ShouldBe(1, "what is there is replaced only by --force");
    }

    private static ChildProcess Client(Exchange exchange, params string[] more) =>
        new("openssl", ["s_client", "-connect", $"{exchange.Net.Exchange}:5061", "-CAfile", "certificates/authority.pem", "-crlf", .. more], exchange.Directory);

    // The answer to a stranger's OPTIONS is the challenge.
    private static async Task<bool> Asks(Exchange exchange, ChildProcess client)
    {
        try
        {
            await client.Input.WriteAsync(TransportTests.Options(exchange, "TLS").Replace("\r\n", "\n", StringComparison.Ordinal));
            await client.Input.FlushAsync();
        }
        catch (IOException)
        {
            return false;
        }

        await Eventually.IsTrue(() => client.HasEnded || client.Output.Contains("SIP/2.0 401", StringComparison.Ordinal), "an answer, or the end of the connection");
        return client.Output.Contains("SIP/2.0 401", StringComparison.Ordinal);
    }
}
