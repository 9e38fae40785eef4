using System.Reflection;
using ActorPbx.Hocon.Syntax;

namespace ActorPbx.Hocon.Includes;

/// <summary>Finds the texts that an include statement means: files beside the including one, or embedded resources.</summary>
internal static class IncludeLocator
{
    // HOCON "file formats and extensions": without an extension all that exist are merged, .conf winning over .json over .properties.
    private static readonly string[] Extensions = [".properties", ".json", ".conf"];

    public static List<IncludedText> Locate(IncludeRequest request, IncludedText from, ReadSession session)
    {
        if (FileUrl(request.Target) is { } path) request = request with { Kind = IncludeKind.Beside, Target = path };
        else if (request.Kind == IncludeKind.Url || request.Target.Contains("://", StringComparison.Ordinal))
            throw request.Error($"'{request.Target}': includes from a URL are not supported; fetch the file and include it from disk");
        var places = new List<string>();
        var found = request.Kind == IncludeKind.Resource || (from is ResourceText && request.Kind == IncludeKind.Beside)
            ? Resources(request, from, session)
            : Files(request, from, places);
        if (found.Count > 0) return found;
        if (request.Required)
            throw request.Error($"required include '{request.Target}' was not found{Where(places, session)}");
        session.Missing.Add(new HoconMissingInclude(request.Target, request.Source.OriginAt(request.Position), places));
        return found;
    }

    private static string Where(List<string> places, ReadSession session) =>
        places.Count > 0 ? ": looked for " + string.Join(", ", places)
        : session.Options.ResourceAssembly is { } assembly ? $" among the resources of {assembly.GetName().Name}"
        : ": it is an embedded resource, and no assembly was named to look in";

    private static List<IncludedText> Files(IncludeRequest request, IncludedText from, List<string> places)
    {
        var name = request.Target;
        if (name.Length == 0 || name.Contains('\0')) throw request.Error("the name of an include is empty or holds a NUL character");
        var beside = DirectoryOf(from);
        var shownBeside = Path.Combine(Path.GetDirectoryName(from.Name) ?? "", name);
        if (request.Kind == IncludeKind.File)
        {
            // HOCON "Include semantics: locating resources": only the bare form counts from the including file; a relative name in file() is
            // left to the operating system, which takes the working directory. Ours beyond it: what is not there is looked for beside the
            // including file, for a service's working directory is nobody's choice.
            var found = In(Directory.GetCurrentDirectory(), name, name, places);
            return found.Count > 0 || beside is null ? found : In(beside, name, shownBeside, places);
        }

        if (beside is null && !Path.IsPathRooted(name))
            throw request.Error($"'{name}' is relative, and this text has no directory to look for it in");
        return In(beside ?? "", name, shownBeside, places);
    }

    private static List<IncludedText> In(string directory, string name, string shown, List<string> places)
    {
        var beside = Path.Combine(directory, name);
        var found = new List<IncludedText>();
        foreach (var extension in Candidates(name, beside))
        {
            var place = Path.GetFullPath(beside + extension);
            if (File.Exists(place)) found.Add(FileText.Open(shown + extension, place));
            else if (!places.Contains(place)) places.Add(place);
        }
        return found;
    }

    private static string? DirectoryOf(IncludedText from) => from switch
    {
        FileText file => Path.GetDirectoryName(file.FullPath),
        GivenText given => given.Directory,
        _ => null,
    };

    // HOCON "Include semantics: locating resources": a file: URL behaves exactly like a plain file name.
    private static string? FileUrl(string target)
    {
        if (!target.StartsWith("file:", StringComparison.OrdinalIgnoreCase)) return null;
        var path = target["file:".Length..];
        if (path.StartsWith("//localhost/", StringComparison.OrdinalIgnoreCase)) path = path["//localhost".Length..];
        else if (path.StartsWith("///", StringComparison.Ordinal)) path = path["//".Length..];
        return Uri.UnescapeDataString(path);
    }

    private static IEnumerable<string> Candidates(string name, string full)
    {
        if (Extensions.Any(e => name.EndsWith(e, StringComparison.OrdinalIgnoreCase)) || File.Exists(full)) return [""];
        return Extensions;
    }

    private static List<IncludedText> Resources(IncludeRequest request, IncludedText from, ReadSession session)
    {
        if (session.Options.ResourceAssembly is not { } assembly) return [];
        var name = Beside(from, request.Target);
        var all = assembly.GetManifestResourceNames();
        var names = Extensions.Any(e => name.EndsWith(e, StringComparison.OrdinalIgnoreCase)) ? [name] : Extensions.Select(e => name + e).Prepend(name);
        return names.Select(n => (Name: n, Resource: Find(all, n))).Where(f => f.Resource is not null)
            .Select(f => (IncludedText)new ResourceText(f.Name, ReadText(assembly, f.Resource!), f.Name)).ToList();
    }

    private static string Beside(IncludedText from, string target)
    {
        if (target.StartsWith('/')) return target[1..];
        var slash = from is ResourceText resource ? resource.Resource.LastIndexOf('/') : -1;
        return slash < 0 ? target : ((ResourceText)from).Resource[..(slash + 1)] + target;
    }

    // An embedded resource is called by its full name, or by the end of it with slashes for dots.
    private static string? Find(string[] all, string name)
    {
        var dotted = name.Replace('/', '.');
        return Array.Find(all, r => r == name) ?? Array.Find(all, r => r == dotted)
            ?? Array.Find(all, r => r.EndsWith("." + dotted, StringComparison.Ordinal));
    }

    public static string ReadText(Assembly assembly, string resource)
    {
        using var reader = new StreamReader(assembly.GetManifestResourceStream(resource)!);
        return reader.ReadToEnd();
    }
}
