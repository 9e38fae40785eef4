using System.Text.Json;
using ActorPbx.Node.Cli;
using ActorPbx.Node.Tests.Control;

namespace ActorPbx.Node.Tests.Cli;

/// <summary>What goes on, as the operator's terminal shows it.</summary>
public sealed class TraceCommandTests : OperatorTest
{
    [Fact]
    public async Task Messages_are_arrows_between_the_exchange_and_its_peers()
    {
        var (code, text, _) = await Run("trace", "c-1");
        code.ShouldBe(ExitCode.Done);
        var lines = text.Split('\n').Select(line => line.TrimEnd()).ToArray();
        lines[0].ShouldMatch(@"^ +192\.0\.2\.7:5060 +PBX$");
        lines[1].ShouldStartWith(ScriptedOperations.Noon.AddSeconds(1).ToLocalTime().ToString("HH:mm:ss.fff"));
        lines[1].ShouldMatch("│─+INVITE SDP─+▶│  c1a2b3$");
        lines[2].ShouldMatch("│◀─+100 Trying─+│  c1a2b3$");
    }

    [Fact]
    public async Task What_was_lost_and_whole_messages_are_shown_too()
    {
        var (_, text, _) = await Run("trace", "--full");
        text.ShouldContain("3 messages came faster");
        text.ShouldContain("    CSeq: 1 ACK");
        text.ShouldContain("486 Busy\ufffd Here");
        text.ShouldNotContain("\u001b", Case.Sensitive);
    }

    [Fact]
    public async Task Programs_get_one_object_a_line()
    {
        var (_, text, _) = await Run("trace", "--json");
        var rows = text.TrimEnd().Split('\n').Select(line => JsonDocument.Parse(line).RootElement).ToArray();
        rows.Select(row => row.GetProperty("summary").GetString()).ShouldBe(["INVITE", "100 Trying", "INVITE", "486 Busy\u001b Here", "ACK"]);
        rows[2].GetProperty("sent").GetBoolean().ShouldBeTrue();
    }

    [Fact]
    public async Task A_call_that_is_not_there_is_said() => (await Run("trace", "c-9")).Code.ShouldBe(ExitCode.NotFound);

    [Fact]
    public async Task Watched_calls_are_shown_again_and_again_until_the_operator_has_seen_enough()
    {
        using var enough = new CancellationTokenSource(TimeSpan.FromMinutes(2));
        using var text = new Watched(seen =>
        {
            if (seen.Split("talking").Length > 2)
            {
                enough.Cancel();
            }
        });
        (await RunInto(text, text, enough.Token, "calls", "--watch", "--socket", SocketPath)).ShouldBe(ExitCode.Done);
        text.ToString().Split("talking").Length.ShouldBe(3);
    }

    private sealed class Watched(Action<string> onWrite) : StringWriter
    {
        public override void Write(string? value)
        {
            base.Write(value);
            onWrite(ToString());
        }
    }
}
