using System.Reflection;
using ActorPbx.Hocon.Drafts;
using ActorPbx.Hocon.Includes;
using ActorPbx.Hocon.Syntax;

namespace ActorPbx.Hocon;

/// <summary>Reads HOCON texts, files and embedded resources into documents.</summary>
public static class HoconParser
{
    /// <summary>Reads a text; throws <see cref="HoconException"/> with its place when it is not HOCON.</summary>
    public static HoconDocument Parse(string text, HoconParseOptions? options = null)
    {
        options ??= HoconParseOptions.Default;
        return Read(new GivenText(options.SourceName, text, options.BaseDirectory), options);
    }

    /// <summary>Reads a file and what it includes; its relative includes are looked for in its directory.</summary>
    public static HoconDocument ParseFile(string path, HoconParseOptions? options = null) =>
        Read(FileText.Open(path, Path.GetFullPath(path)), options ?? HoconParseOptions.Default);

    /// <summary>Reads an embedded resource; its relative includes are looked for beside it in the assembly.</summary>
    public static HoconDocument ParseResource(Assembly assembly, string resource, HoconParseOptions? options = null)
    {
        using var stream = assembly.GetManifestResourceStream(resource)
            ?? throw new HoconException($"{assembly.GetName().Name} has no embedded resource '{resource}'", new HoconOrigin(resource, 0, 0));
        using var reader = new StreamReader(stream);
        options = (options ?? HoconParseOptions.Default) with { ResourceAssembly = assembly };
        return Read(new ResourceText(resource, reader.ReadToEnd(), resource), options);
    }

    private static HoconDocument Read(IncludedText text, HoconParseOptions options)
    {
        var session = new ReadSession(options);
        var root = session.Read(text, HoconPath.Root, 0, reason => new HoconException(reason, new HoconOrigin(text.Name, 0, 0)));
        return new HoconDocument(root, session.Sources, session.Files, session.Missing);
    }
}
