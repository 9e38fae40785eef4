using ActorPbx.Node.Cli;

namespace ActorPbx.Node.Tests.Cli;

/// <summary>What an operator sees of ignored sources, and how he ends that.</summary>
public sealed class BansCommandTests : OperatorTest
{
    [Fact]
    public async Task Bans_are_listed_for_people_and_for_machines()
    {
        var (code, text, _) = await Run("bans", "list");
        code.ShouldBe(ExitCode.Done);
        text.ShouldContain("203.0.113.5");
        text.ShouldContain("wrong passwords of 8 accounts");
        (await Run("bans", "list", "--json")).Text.ShouldContain("\"source\":\"203.0.113.5\"");
    }

    [Fact]
    public async Task A_ban_is_ended_by_its_address_or_with_all()
    {
        (await Run("bans", "clear", "203.0.113.5")).ShouldBe((ExitCode.Done, "1 ban is ended.\n", ""));
        (await Run("bans", "clear", "--all", "--json")).Text.Trim().ShouldBe("{\"bans\":1}");
        (await Run("bans", "clear", "203.0.113.9")).Code.ShouldBe(ExitCode.NotFound);
        (await Run("bans", "clear", "nonsense")).Code.ShouldBe(ExitCode.Failed);
        (await Run("bans", "clear")).Code.ShouldBe(ExitCode.Usage);
    }
}
