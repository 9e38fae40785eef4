using ActorPbx.Hocon.Drafts;
using ActorPbx.Hocon.Resolution;
using ActorPbx.Hocon.Syntax;

namespace ActorPbx.Hocon;

/// <summary>
/// A configuration as it was read, its substitutions not yet followed, so that files can be laid over one another first:
/// <c>user.WithFallback(defaults).Resolve()</c>. Immutable.
/// </summary>
public sealed class HoconDocument
{
    private readonly IReadOnlyList<SourceText> _sources;

    internal HoconDocument(Draft root, IReadOnlyList<SourceText> sources, IReadOnlyList<string> files, IReadOnlyList<HoconMissingInclude> missing)
    {
        Root = root;
        _sources = sources;
        Files = files;
        MissingIncludes = missing;
    }

    /// <summary>A document without fields.</summary>
    public static HoconDocument Empty { get; } = new(new DraftObject(HoconOrigin.None), [], [], []);

    /// <summary>A document that holds a resolved object.</summary>
    public static HoconDocument Of(HoconObject root) => new(Drafting.Of(root), [], [], []);

    /// <summary>The full paths of the files that were read, includes too.</summary>
    public IReadOnlyList<string> Files { get; }

    /// <summary>Includes that found nothing and were not required.</summary>
    public IReadOnlyList<HoconMissingInclude> MissingIncludes { get; }

    /// <summary>True when nothing was written.</summary>
    public bool IsEmpty => Root is DraftObject { Fields.Count: 0 };

    internal Draft Root { get; }

    // Two texts may have one name; then neither is shown, rather than the wrong one.
    private string? LineAt(HoconOrigin origin)
    {
        var texts = _sources.Where(s => s.Name == origin.Source).DistinctBy(s => s.Text).Take(2).ToList();
        return origin.Line > 0 && texts.Count == 1 ? texts[0].Excerpt(origin.Line) : null;
    }

    /// <summary>This document over another one: objects are merged, everything else is this one's where both have it.</summary>
    public HoconDocument WithFallback(HoconDocument fallback)
    {
        if (Root is not DraftObject upper || fallback.Root is not DraftObject lower) return this;
        return new HoconDocument(upper.Over(lower), [.. _sources, .. fallback._sources], [.. Files, .. fallback.Files],
            [.. MissingIncludes, .. fallback.MissingIncludes]);
    }

    /// <summary>Follows all substitutions; the root may be an object or an array.</summary>
    public HoconValue ResolveValue(HoconResolveOptions? options = null)
    {
        try
        {
            return Resolver.Resolve(Root, options ?? HoconResolveOptions.Default);
        }
        catch (HoconException e) when (e.SourceLine is null && LineAt(e.Origin) is { } line)
        {
            throw new HoconException(e.Reason, e.Origin, line, e);
        }
    }

    /// <summary>Follows all substitutions; throws <see cref="HoconException"/> when the root is an array.</summary>
    public HoconObject Resolve(HoconResolveOptions? options = null) =>
        ResolveValue(options) as HoconObject ?? throw new HoconException("the configuration is an array: an object was expected", Root.Origin);
}
