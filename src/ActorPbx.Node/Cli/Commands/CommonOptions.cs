using System.CommandLine;

namespace ActorPbx.Node.Cli.Commands;

/// <summary>Options that several commands have.</summary>
internal static class CommonOptions
{
    public static Option<string?> Domain() => new("--domain") { Description = "Only this domain", HelpName = "NAME" };
}
