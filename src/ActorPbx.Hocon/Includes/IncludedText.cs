using System.Text;
using System.Text.Json;
using ActorPbx.Hocon.Drafts;
using ActorPbx.Hocon.Syntax;

namespace ActorPbx.Hocon.Includes;

/// <summary>A text to read, and where its own relative includes are looked for.</summary>
internal abstract record IncludedText(string Name, string Text)
{
    /// <summary>What makes this text the same as another one, so that a cycle is seen.</summary>
    public abstract string Identity { get; }

    public Draft Read(ReadSession session, HoconPath? prefix, int depth)
    {
        if (Name.EndsWith(".properties", StringComparison.OrdinalIgnoreCase)) return PropertiesReader.Read(session.Open(Name, Text), session.Options.MaxDepth - depth);
        if (Name.EndsWith(".json", StringComparison.OrdinalIgnoreCase)) CheckJson();
        return new DocumentReader(this, session, prefix, depth).ReadRoot();
    }

    // JSON is read by the same reader; but a file that calls itself JSON must be it.
    // HOCON "Duplicate keys and object merging": what duplicate keys mean rests on their being invalid in JSON.
    private void CheckJson()
    {
        try
        {
            using var _ = JsonDocument.Parse(Text.TrimStart('\ufeff'), new JsonDocumentOptions { MaxDepth = 10_000, AllowDuplicateProperties = false });
        }
        catch (JsonException e)
        {
            var origin = new HoconOrigin(Name, (int)(e.LineNumber ?? 0) + 1, (int)(e.BytePositionInLine ?? 0) + 1);
            throw new HoconException("this is not valid JSON", origin, new SourceText(Name, Text).Excerpt(origin.Line), e);
        }
    }
}

/// <summary>A file; its relative includes are looked for in its directory.</summary>
internal sealed record FileText(string Name, string Text, string FullPath) : IncludedText(Name, Text)
{
    private static readonly UTF8Encoding Utf8 = new(false, throwOnInvalidBytes: true);

    public override string Identity => FullPath;

    public static FileText Open(string name, string fullPath)
    {
        try
        {
            return new FileText(name, Utf8.GetString(File.ReadAllBytes(fullPath)), fullPath);
        }
        catch (DecoderFallbackException e)
        {
            throw new HoconException($"is not valid UTF-8: the byte at offset {e.Index} is wrong", new HoconOrigin(name, 0, 0), null, e);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException)
        {
            throw new HoconException($"cannot be read: {e.Message}", new HoconOrigin(name, 0, 0), null, e);
        }
    }
}

/// <summary>A text given in memory; its relative includes are looked for in a directory named with it, if any.</summary>
internal sealed record GivenText(string Name, string Text, string? Directory) : IncludedText(Name, Text)
{
    public override string Identity => Name;
}

/// <summary>An embedded resource; its relative includes are resources beside it.</summary>
internal sealed record ResourceText(string Name, string Text, string Resource) : IncludedText(Name, Text)
{
    public override string Identity => "resource:" + Resource;
}
