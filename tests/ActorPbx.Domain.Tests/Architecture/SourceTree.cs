using System.Runtime.CompilerServices;
using System.Xml.Linq;

namespace ActorPbx.Domain.Tests.Architecture;

/// <summary>The project's own source, found from where this file was compiled.</summary>
internal static class SourceTree
{
    public static string Root { get; } = FindRoot();

    /// <summary>Every project under src and tests by name.</summary>
    public static IReadOnlyDictionary<string, XDocument> Projects { get; } = Files("*.csproj")
        .ToDictionary(path => Path.GetFileNameWithoutExtension(path), path => XDocument.Load(Path.Combine(Root, path)));

    /// <summary>Paths relative to the root, with forward slashes, without build output.</summary>
    public static IEnumerable<string> Files(string pattern) =>
        from folder in new[] { "src", "tests" }
        from path in Directory.EnumerateFiles(Path.Combine(Root, folder), pattern, SearchOption.AllDirectories)
        let relative = Path.GetRelativePath(Root, path).Replace('\\', '/')
        where !relative.Contains("/obj/") && !relative.Contains("/bin/")
        orderby relative
        select relative;

    public static string Read(string path) => File.ReadAllText(Path.Combine(Root, path));

    /// <summary>Names of the projects that a project references itself.</summary>
    public static string[] References(string project) =>
        [.. Items(project, "ProjectReference").Select(path => Path.GetFileNameWithoutExtension(path.Replace('\\', '/')))];

    public static string[] Packages(string project) => [.. Items(project, "PackageReference")];

    public static bool Says(string project, string property) =>
        Projects[project].Descendants(property).Any(element => element.Value == "true");

    private static IEnumerable<string> Items(string project, string kind) =>
        Projects[project].Descendants(kind).Select(item => item.Attribute("Include")!.Value);

    // Deterministic builds may map the compiled path away; then the output folder leads to the root.
    private static string FindRoot([CallerFilePath] string self = "")
    {
        var folder = new DirectoryInfo(File.Exists(self) ? Path.GetDirectoryName(self)! : AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "ActorPbx.sln"))) folder = folder.Parent;
        return folder?.FullName ?? throw new InvalidOperationException("ActorPbx.sln is in no folder above this one");
    }
}
