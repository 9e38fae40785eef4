using ActorPbx.Hocon;
using ActorPbx.Node.Settings.Checks;
using ActorPbx.Pbx.Directory;

namespace ActorPbx.Node.Settings;

/// <summary>A configuration that a node can run on.</summary>
/// <param name="Paths">The node's places on disk.</param>
/// <param name="Tree">The values and where they were written.</param>
/// <param name="Settings">The typed settings.</param>
/// <param name="Directory">The domains and extensions that they make.</param>
public sealed record LoadedConfiguration(NodePaths Paths, ConfigurationTree Tree, NodeConfiguration Settings, PbxDirectory Directory);

/// <summary>Reads configuration files and says everything that is wrong with them.</summary>
public static class ConfigurationReader
{
    // Settings of the actor runtime stand under its own key and are its own to read.
    private static readonly HoconBindOptions Binding = new() { ForeignKeys = new HashSet<string> { "akka" } };

    /// <summary>Reads, binds and checks a file.</summary>
    /// <exception cref="FaultyConfigurationException">It cannot be used; holds every problem found.</exception>
    public static LoadedConfiguration Read(string file)
    {
        var tree = ReadTree(file);
        var settings = Bind(tree);
        var paths = NodePaths.Of(file, settings.Node);
        var builder = new DirectoryBuilder(settings.ToPbxSettings(), paths.BaseDirectory) { NeedsDomain = settings.ServesPhones };
        var directory = builder.Build();
        List<ConfigurationProblem> problems =
        [
            .. new ListenerCheck(tree, settings.Sip, paths).Problems(settings.ServesPhones),
            .. new SettingsCheck(tree, settings, paths).Problems(),
            .. new ClusterCheck(tree, settings, paths).Problems(),
            .. new LinkCheck(tree, settings, paths).Problems(),
            .. new TelemetryCheck(tree, settings).Problems(),
            .. builder.Faults.Select(fault => OfFault(tree, fault)),
        ];
        return problems.Count == 0 ? new LoadedConfiguration(paths, tree, settings, directory) : throw new FaultyConfigurationException(InOrder(problems));
    }

    /// <summary>Reads a file with its includes and references, unchecked.</summary>
    /// <exception cref="FaultyConfigurationException">It is not HOCON, or something that it includes or refers to is missing.</exception>
    public static ConfigurationTree ReadTree(string file)
    {
        try
        {
            var document = HoconParser.ParseFile(file);
            return new ConfigurationTree(file, document.Resolve(), document.MissingIncludes);
        }
        catch (HoconException e)
        {
            var (source, line, column) = (e.Origin.Source ?? file, e.Origin.Line, e.Origin.Column);
            throw new FaultyConfigurationException([new ConfigurationProblem(source, line, column, "", e.Reason, Excerpt(e))]);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new FaultyConfigurationException([new ConfigurationProblem(file, 0, 0, "", $"it cannot be read: {e.Message}")]);
        }
    }

    /// <summary>The places of the node that a file is about. Needs only the node's own section to be right, so that a running node is found by a file that was edited meanwhile.</summary>
    public static NodePaths ReadPaths(string file)
    {
        var tree = ReadTree(file);
        var section = tree.Root.Find("node") as HoconObject ?? HoconObject.Empty;
        var bound = HoconBinder.TryBind<NodeSettings>(section, new HoconBindOptions { At = HoconPath.Parse("node") });
        return bound.Succeeded ? NodePaths.Of(file, bound.Value) : throw new FaultyConfigurationException(InOrder(bound.Problems.Select(OfProblem)));
    }

    private static NodeConfiguration Bind(ConfigurationTree tree)
    {
        var bound = HoconBinder.TryBind<NodeConfiguration>(tree.Root, Binding);
        return bound.Succeeded ? bound.Value : throw new FaultyConfigurationException(InOrder(bound.Problems.Select(OfProblem)));
    }

    // The binder's sentences name the key themselves.
    private static ConfigurationProblem OfProblem(HoconProblem problem) => new(
        problem.Origin.Source, problem.Origin.Line, problem.Origin.Column, "",
        problem.Hint is null ? problem.What : $"{problem.What}; {problem.Hint}");

    private static ConfigurationProblem OfFault(ConfigurationTree tree, DirectoryFault fault) => fault.File.Length == 0
        ? tree.Problem(fault.Path, fault.Text)
        : new ConfigurationProblem(fault.File, fault.Line, 0, "", fault.Text);

    private static string? Excerpt(HoconException e)
    {
        var end = e.Message.IndexOf('\n');
        return end < 0 ? null : e.Message[(end + 1)..];
    }

    private static List<ConfigurationProblem> InOrder(IEnumerable<ConfigurationProblem> problems) =>
        [.. problems.OrderBy(p => p.File, StringComparer.Ordinal).ThenBy(p => p.Line).ThenBy(p => p.Column)];
}
