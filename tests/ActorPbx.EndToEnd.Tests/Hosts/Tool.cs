using ActorPbx.EndToEnd.Tests.Harness;

namespace ActorPbx.EndToEnd.Tests.Hosts;

/// <summary>A short program that builds a part of the laboratory, and that must succeed.</summary>
internal static class Tool
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    public static Task Run(string program, params string[] arguments) => Feed(program, arguments, "");

    /// <summary>Runs it with a text as its input.</summary>
    public static async Task Feed(string program, IEnumerable<string> arguments, string input)
    {
        await using var child = new ChildProcess(program, arguments, Path.GetTempPath());
        await child.Input.WriteAsync(input);
        child.Input.Close();
        (await child.Ended(Patience)).ShouldBe(0, $"{program} {string.Join(' ', arguments)} <<<'{input}': {child.Output}");
    }
}
