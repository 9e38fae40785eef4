using ActorPbx.Hocon.Drafts;
using ActorPbx.Hocon.Includes;

namespace ActorPbx.Hocon.Syntax;

/// <summary>What one reading of a configuration and all that it includes has in common: bounds, and what is open now.</summary>
internal sealed class ReadSession(HoconParseOptions options)
{
    private readonly List<string> _open = [];
    private long _characters;

    public HoconParseOptions Options { get; } = options;

    public List<HoconMissingInclude> Missing { get; } = [];

    public List<string> Files { get; } = [];

    public List<SourceText> Sources { get; } = [];

    /// <summary>A text as it is read, kept so that later errors can show its lines.</summary>
    public SourceText Open(string name, string text)
    {
        var source = new SourceText(name, text);
        Sources.Add(source);
        return source;
    }

    /// <summary>Reads one text into a draft; <paramref name="prefix"/> is the path it was included at, null inside an array.</summary>
    public Draft Read(IncludedText text, HoconPath? prefix, int depth, Func<string, HoconException> refuse)
    {
        if (_open.Contains(text.Identity))
            throw refuse($"include cycle: {string.Join(" -> ", _open.SkipWhile(f => f != text.Identity))} -> {text.Identity}");
        if (_open.Count > Options.MaxIncludeDepth) throw refuse($"more than {Options.MaxIncludeDepth} files include one another");
        _characters += text.Text.Length;
        if (_characters > Options.MaxCharacters) throw refuse($"the configuration is larger than {Options.MaxCharacters} characters");
        _open.Add(text.Identity);
        if (text is FileText file) Files.Add(file.FullPath);
        try
        {
            return text.Read(this, prefix, depth);
        }
        finally
        {
            _open.RemoveAt(_open.Count - 1);
        }
    }
}
