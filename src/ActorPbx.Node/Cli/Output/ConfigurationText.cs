using System.Collections.Immutable;
using System.Globalization;
using ActorPbx.Hocon;
using ActorPbx.Node.Settings;
using Spectre.Console;

namespace ActorPbx.Node.Cli.Output;

/// <summary>Configurations for people: their faults, their sum, their values.</summary>
internal static class ConfigurationText
{
    private static readonly SecretKeys Secrets = SecretKeys.Of<NodeConfiguration>();

    public static void WriteProblems(IReadOnlyList<ConfigurationProblem> problems, TextWriter text)
    {
        foreach (var problem in problems)
        {
            text.WriteLine(problem);
            if (problem.Excerpt is { } excerpt)
            {
                text.WriteLine(excerpt);
            }
        }

        text.WriteLine(problems.Count == 1 ? "1 problem." : $"{problems.Count} problems.");
    }

    public static CheckProblem ToJson(ConfigurationProblem problem) => new(
        problem.File,
        problem.Line == 0 ? null : problem.Line,
        problem.Column == 0 ? null : problem.Column,
        problem.Path.Length == 0 ? null : problem.Path,
        problem.Message);

    public static void WriteSummary(LoadedConfiguration configuration, IAnsiConsole console)
    {
        console.WriteLine($"{configuration.Paths.ConfigurationFile}: ok");
        foreach (var missing in configuration.Tree.MissingIncludes)
        {
            var places = missing.Places.Count == 0 ? "" : $", looked for {string.Join(", ", missing.Places)}";
            console.WriteLine($"note: {missing.Origin.ToPosition()}: the include of \"{missing.Target}\" found nothing{places}");
        }

        console.WriteLine();
        var listeners = Columns.Of("LISTENER", "ADDRESS", ">PORT");
        foreach (var listener in configuration.Settings.Sip.Listen)
        {
            listeners.Add(listener.Transport.ToString().ToLowerInvariant(), listener.Address, Number(ListenerAddresses.PortOf(listener)));
        }

        console.Write(listeners);
        console.WriteLine();
        var domains = Columns.Of("DOMAIN", ">EXTENSIONS", "NUMBERS");
        foreach (var domain in configuration.Directory.Domains)
        {
            var numbers = configuration.Settings.Domains.First(d => d.Key.Equals(domain.Name.Value, StringComparison.OrdinalIgnoreCase)).Value.Extensions.Keys;
            domains.Add(domain.Name.Value, Number(domain.Extensions.Count), string.Join(", ", numbers.Order(StringComparer.Ordinal)));
        }

        console.Write(domains);
        console.WriteLine();
        console.WriteLine($"data directory  {configuration.Paths.DataDirectory}");
        console.WriteLine($"control socket  {configuration.Paths.ControlSocket}");
        console.WriteLine($"media ports     {configuration.Settings.Media.PortMin}-{configuration.Settings.Media.PortMax}");
    }

    public static string Shown(ConfigurationTree tree) => ConfigPrinter.Print(tree.Root, Secrets);

    /// <summary>Every scalar with its path, masked where it is secret, and its place.</summary>
    public static ImmutableArray<ShownValue> Values(ConfigurationTree tree)
    {
        var values = ImmutableArray.CreateBuilder<ShownValue>();
        Collect(HoconParser.Parse(ConfigPrinter.PrintJson(tree.Root, Secrets)).Resolve(), tree.Root, HoconPath.Root, values);
        return values.ToImmutable();
    }

    // The masked print and the tree have the same shape; the one has the texts, the other the places.
    private static void Collect(HoconValue masked, HoconValue original, HoconPath path, ImmutableArray<ShownValue>.Builder values)
    {
        switch (masked, original)
        {
            case (HoconObject shown, HoconObject fields):
                foreach (var (key, value) in shown)
                {
                    Collect(value, fields[key], path.Append(key), values);
                }

                break;
            case (HoconArray shown, HoconArray items):
                for (var i = 0; i < shown.Count; i++)
                {
                    Collect(shown[i], items[i], path.Append(i.ToString(CultureInfo.InvariantCulture)), values);
                }

                break;
            default:
                var text = masked is HoconScalar scalar ? scalar.Text : masked.ToString();
                values.Add(new ShownValue(path.ToString(), text, original.Origin.Source, original.Origin.Line == 0 ? null : original.Origin.Line));
                break;
        }
    }

    private static string Number(int value) => value.ToString(CultureInfo.InvariantCulture);
}
