using ActorPbx.Node.Reload;
using ActorPbx.Node.Settings;

namespace ActorPbx.Node.Tests.Reload;

public sealed class SettingsDifferenceTests : IDisposable
{
    private const string Common = """
        sip.listen = [{ transport = udp, address = "127.0.0.1", port = 5060 }]
        domains."pbx.local" { extensions { "100" { password = a }, "101" { password = b } } }

        """;

    private readonly TemporaryDirectory _directory = new();

    public void Dispose() => _directory.Dispose();

    [Theory]
    [InlineData("log.level = debug", "log.level changed")]
    [InlineData("domains.\"pbx.local\".extensions.\"100\".password = secret", "domains.\"pbx.local\".extensions.100.password changed")]
    [InlineData("domains.\"pbx.local\".extensions.\"100\".max-calls = 1", "domains.\"pbx.local\".extensions.100.max-calls added")]
    [InlineData("sip.listen += { transport = tcp, address = \"127.0.0.1\" }", "sip.listen changed")]
    [InlineData("akka.actor.debug = on", "akka changed")]
    [InlineData("domains.\"pbx.local\".calls.no-answer = 20s, hep.id = 7", "domains.\"pbx.local\".calls.no-answer changed; hep.id changed")]
    public void What_differs_is_named_and_never_its_value(string line, string differences) => Differences("", line).ShouldBe(differences);

    [Theory]
    [InlineData("log.level = information")]
    [InlineData("sip.timers { t1 = 500 ms }, domains.\"pbx.local\".calls.max-duration = 240m")]
    [InlineData("media = {}")]
    public void A_default_that_is_written_out_is_no_difference(string line) => Differences("", line).ShouldBe("");

    [Fact]
    public void What_went_is_told_too() =>
        Differences("domains.\"pbx.local\".extensions.\"100\".display-name = Door", "").ShouldBe("domains.\"pbx.local\".extensions.100.display-name removed");

    [Theory]
    [InlineData("domains.pbx.extensions.100.password", true)]
    [InlineData("domains.pbx.trunks.carrier.prefix", true)]
    [InlineData("domains.pbx.roaming.allow", false)]
    [InlineData("default-domain", true)]
    [InlineData("log.level", true)]
    [InlineData("log.file", false)]
    [InlineData("node.drain-timeout", true)]
    [InlineData("node.name", false)]
    [InlineData("telemetry.http.port", true)]
    [InlineData("hep.address", true)]
    [InlineData("sip.listen", false)]
    [InlineData("media.port-max", false)]
    [InlineData("storage.attempts", false)]
    [InlineData("cluster.name", false)]
    [InlineData("akka", false)]
    [InlineData("something-new", false)]
    public void What_a_running_node_does_not_take_over_needs_a_start(string path, bool atOnce) =>
        ReloadRules.TakesEffectAtOnce(new SettingPath(path.Split('.'))).ShouldBe(atOnce);

    private string Differences(string before, string after) =>
        string.Join("; ", SettingsDifference.Between(Read(before), Read(after)).Select(one => $"{one.Path} {one.Change.ToString().ToLowerInvariant()}"));

    private LoadedConfiguration Read(string more) => ConfigurationReader.Read(_directory.Write("node.conf", Common + more + "\n"));
}
