using ActorPbx.Node.Settings;

namespace ActorPbx.Node.Tests.Settings;

/// <summary>What <c>config check</c> says, each fault with its place.</summary>
public sealed class ConfigurationReaderTests : IDisposable
{
    private const string Good = """
        sip.listen = [ { transport = udp, address = "127.0.0.1" } ]
        domains."pbx.local".extensions."100-101" { password = "pw{number}" }

        """;

    private readonly TemporaryDirectory _directory = new();

    public void Dispose() => _directory.Dispose();

    [Fact]
    public void A_good_file_gives_settings_paths_and_extensions()
    {
        var configuration = ConfigurationReader.Read(_directory.Write("pbx.conf", Good + "node { data-directory = data, drain-timeout = 20s }\nlog.file-size = 1 MiB\n"));
        configuration.Paths.DataDirectory.ShouldBe(_directory.File("data"));
        configuration.Paths.ControlSocket.ShouldBe(_directory.File("data/actorpbx.sock"));
        configuration.Settings.Node.DrainTimeout.ShouldBe(TimeSpan.FromSeconds(20));
        configuration.Settings.Log.FileSize.ShouldBe(1024 * 1024);
        configuration.Directory.Domains.ShouldHaveSingleItem().Extensions.Count.ShouldBe(2);
    }

    [Theory]
    [InlineData("sip.timer.t1 = 1s", "3:1: unknown key 'timer' in 'sip'; did you mean 'timers'?")]
    [InlineData("node.drain-timeout = soon", "3:22: wrong type for 'node.drain-timeout': expected a duration such as '30s' or '500ms', found string 'soon'")]
    [InlineData("node.drain-timeout = -1s", "3:1: node.drain-timeout: must not be negative; 0 ends all calls at once.")]
    [InlineData("log.level = loud", "3:13:")]
    [InlineData("log.file-size = 1 KiB", "3:1: log.file-size: must be at least 64 KiB.")]
    [InlineData("media { port-min = 20000, port-max = 20001 }", "3:27: media.port-max: 20000 to 20001 is no room for a call; a two-way audio call takes 4 ports.")]
    [InlineData("sip.listen += { transport = udp, port = 15000 }", "sip.listen.1: port 15000 lies among the media ports, 10000 to 19999;")]
    [InlineData("sip.timers { t1 = 5s }", "3:1: sip.timers.t2: must not be below t1.")]
    [InlineData("sip.authentication.algorithms = [ MD4 ]", "3:1: sip.authentication.algorithms: \"MD4\" is not known; use SHA-256 and MD5.")]
    [InlineData("domains.\"pbx.local\".registration { min-expiry = 3h }", "registration.max-expiry: must not be below min-expiry.")]
    [InlineData("domains.\"pbx.local\".extensions.\"330\" { password = x, max-calls = 1, max-outgoing-calls = 2 }", "max-outgoing-calls: 2 is above max-calls, 1; lower it or raise max-calls.")]
    [InlineData("domains.\"pbx.local\".extensions.\"101\" { password = x }", "extension 101 is there twice")]
    [InlineData("domains.\"pbx.local\".extensions.\"5\" {}", "no device could ever use it")]
    [InlineData("default-domain = elsewhere", "3:1: default-domain: there is no domain \"elsewhere\".")]
    [InlineData("sip.listen += { transport = udp, address = \"0.0.0.0\" }", "sip.listen.1: udp 0.0.0.0:5060 is already taken by listener 1, 127.0.0.1:5060; give one of them another port.")]
    [InlineData("sip.listen += { transport = tcp, address = localhost }", "sip.listen.1.address: \"localhost\" is no IP address")]
    [InlineData("sip.listen += { transport = tcp, port = 70000 }", "sip.listen.1.port: 70000 is no port")]
    [InlineData("sip.listen += { transport = tcp, certificate = a.pem }", "a tcp listener has no certificate")]
    [InlineData("sip.listen += { transport = tls, certificate = a.pem }", "sip.listen.1.certificate: needs private-key beside it")]
    [InlineData("sip.listen += { transport = tls, certificate = a.pem, private-key = k.pem }", "sip.listen.1.certificate: there is no file ")]
    [InlineData("sip.listen = []", "3:1: sip.listen: no phone could reach the node")]
    public void A_fault_is_said_with_its_line(string line, string expected)
    {
        var problem = Problems(Good + line + "\n").ShouldHaveSingleItem();
        problem.ToString().ShouldContain(expected);
        problem.ToString().ShouldStartWith(_directory.File("pbx.conf") + ":3:");
    }

    [Fact]
    public void Every_fault_is_said_in_the_order_of_the_file()
    {
        var problems = Problems(Good + """
            domains."pbx.local".extensions."200" { password = x, max-calls = 1, max-outgoing-calls = 2 }
            log.files-kept = -1
            node.drain-timeout = -5s

            """);
        problems.Select(p => p.Line).ShouldBe([3, 4, 5]);
    }

    [Fact]
    public void Text_that_is_no_HOCON_is_shown_with_a_caret()
    {
        var problem = Problems("node {\n  name = a@b\n}\n").ShouldHaveSingleItem();
        problem.Line.ShouldBe(2);
        problem.Excerpt!.ShouldContain("^");
    }

    [Fact]
    public void A_fault_in_a_file_of_credentials_is_said_with_its_line()
    {
        var csv = _directory.Write("phones.csv", "number,password\n100,secret\n101\n");
        var problems = Problems("""
            sip.listen = [ { transport = udp, address = "127.0.0.1" } ]
            domains."pbx.local".extensions."100-101" { credentials-file = phones.csv }

            """);
        problems.Select(p => p.ToString()).ShouldContain(p => p.StartsWith($"{csv}:3: ", StringComparison.Ordinal));
    }

    [Fact]
    public void A_certificate_and_key_that_do_not_fit_are_refused()
    {
        _directory.Write("a.pem", "no certificate");
        _directory.Write("k.pem", "no key");
        Problems(Good + "sip.listen += { transport = tls, certificate = a.pem, private-key = k.pem }\n")
            .ShouldHaveSingleItem().Message.ShouldContain("cannot be used");
    }

    [Fact]
    public void Tcp_and_tls_share_their_ports() =>
        Problems(Good + "sip.listen += { transport = tcp, port = 5061 }\nsip.listen += { transport = tls }\n")
            .ShouldHaveSingleItem().Message.ShouldContain("already taken by listener 2");

    [Fact]
    public void Udp_and_tcp_do_not_share_their_ports() =>
        ConfigurationReader.Read(_directory.Write("pbx.conf", Good + "sip.listen += { transport = tcp }\n")).Settings.Sip.Listen.Length.ShouldBe(2);

    [Fact]
    public void A_socket_path_that_no_kernel_takes_is_refused() =>
        Problems(Good + $"node.control-socket = \"/tmp/{new string('x', 120)}\"\n").ShouldHaveSingleItem().Path.ShouldBe("node.control-socket");

    private IReadOnlyList<ConfigurationProblem> Problems(string text) =>
        Should.Throw<FaultyConfigurationException>(() => ConfigurationReader.Read(_directory.Write("pbx.conf", text))).Problems;
}
