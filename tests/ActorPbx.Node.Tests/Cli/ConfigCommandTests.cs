using System.Text.Json;
using ActorPbx.Node.Cli;
using ActorPbx.Node.Cli.Output;

namespace ActorPbx.Node.Tests.Cli;

public sealed class ConfigCommandTests : IDisposable
{
    private readonly TemporaryDirectory _directory = new();

    public void Dispose() => _directory.Dispose();

    [Fact]
    public async Task Check_says_ok_and_sums_up()
    {
        var file = _directory.Write("good.conf", """
            node.data-directory = data
            sip.listen = [ { transport = udp, address = "127.0.0.1", port = 5070 } ]
            domains."pbx.local".extensions { "100-104" { password = "pw{number}" } }
            """);
        var (code, text) = await Run("config", "check", file);
        code.ShouldBe(ExitCode.Done);
        Trimmed(text).ShouldBe($"""
            {file}: ok

            LISTENER  ADDRESS    PORT
            udp       127.0.0.1  5070

            DOMAIN     EXTENSIONS  NUMBERS
            pbx.local           5  100-104

            data directory  {_directory.File("data")}
            control socket  {_directory.File("data/actorpbx.sock")}
            media ports     10000-19999

            """);
    }

    [Fact]
    public async Task Check_notes_an_include_that_found_nothing()
    {
        var file = _directory.Write("good.conf", """
            include "extra.conf"
            node.data-directory = data
            sip.listen = [ { transport = udp, address = "127.0.0.1", port = 5070 } ]
            domains."pbx.local".extensions { "100-104" { password = "pw{number}" } }
            """);
        var (code, text) = await Run("config", "check", file);
        code.ShouldBe(ExitCode.Done);
        string.Join(" ", text.Split([" ", "\n"], StringSplitOptions.RemoveEmptyEntries)).ShouldContain($"note: {file}:1:1: the include of \"extra.conf\" found nothing");
    }

    [Fact]
    public async Task Check_points_at_the_place_where_references_meet_what_they_cannot_join()
    {
        var file = _directory.Write("bad.conf", "sip.listen = 5060\nsip.listen += 5061\n");
        var (code, text) = await Run("config", "check", file);
        code.ShouldBe(ExitCode.Failed);
        text.ShouldContain("    sip.listen = 5060\n                 ^\n");
    }

    [Fact]
    public async Task Check_lists_every_problem()
    {
        var file = _directory.Write("bad.conf", """
            sip.listn = []
            node.drain-timeout = soon
            """);
        var (code, text) = await Run("config", "check", file);
        code.ShouldBe(ExitCode.Failed);
        text.ShouldBe($"""
            {file}:1:1: unknown key 'listn' in 'sip'; did you mean 'listen'?
            {file}:2:22: wrong type for 'node.drain-timeout': expected a duration such as '30s' or '500ms', found string 'soon'
            2 problems.

            """);
    }

    [Fact]
    public async Task Check_tells_programs_the_places()
    {
        var file = _directory.Write("bad.conf", "sip.listen = []\ndomains.a.extensions.\"1\" { password = x }\n");
        var (code, text) = await Run("config", "check", file, "--json");
        code.ShouldBe(ExitCode.Failed);
        using var document = JsonDocument.Parse(text);
        document.RootElement.GetProperty("ok").GetBoolean().ShouldBeFalse();
        var problem = document.RootElement.GetProperty("problems").EnumerateArray().ShouldHaveSingleItem();
        problem.GetProperty("line").GetInt32().ShouldBe(1);
        problem.GetProperty("path").GetString().ShouldBe("sip.listen");
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Show_masks_secrets_and_names_the_place_of_each_value(bool json)
    {
        _directory.Write("secrets.conf", "pw = hunter2222\n");
        var file = _directory.Write("show.conf", """
            include "secrets.conf"
            domains.a.extensions."100" { password = ${pw}, ha1-sha256 = 00112233445566778899aabbccddeeff, display-name = Reception }
            sip.authentication.nonce-key = correct-horse-battery
            """);
        var (code, text) = await Run(["config", "show", file, .. json ? (string[])["--json"] : []]);
        code.ShouldBe(ExitCode.Done);
        text.ShouldContain("Reception");
        text.ShouldContain("show.conf");
        text.ShouldNotContain("hunter2222");
        text.ShouldNotContain("00112233");
        text.ShouldNotContain("correct-horse");
    }

    [Fact]
    public async Task A_file_that_is_no_HOCON_is_shown_with_its_place()
    {
        var file = _directory.Write("broken.conf", "node {\n");
        var (code, text) = await Run("config", "show", file);
        code.ShouldBe(ExitCode.Failed);
        text.ShouldContain("broken.conf:");
    }

    private static string Trimmed(string text) => string.Join('\n', text.Split('\n').Select(line => line.TrimEnd()));

    private static async Task<(int Code, string Text)> Run(params string[] arguments)
    {
        using var text = new StringWriter();
        var line = new CommandLine(json => new CliOutput(text, text, json, terminal: false));
        return (await line.RunAsync(arguments), text.ToString());
    }
}
