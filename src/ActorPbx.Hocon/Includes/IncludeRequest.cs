using ActorPbx.Hocon.Syntax;

namespace ActorPbx.Hocon.Includes;

/// <summary>How an include statement names what it wants.</summary>
internal enum IncludeKind
{
    /// <summary><c>include "x"</c>: beside the including text.</summary>
    Beside,

    /// <summary><c>include file("x")</c>.</summary>
    File,

    /// <summary><c>include classpath("x")</c>: an embedded resource.</summary>
    Resource,

    /// <summary><c>include url("x")</c>.</summary>
    Url,
}

/// <summary>One include statement of a text.</summary>
internal sealed record IncludeRequest(IncludeKind Kind, string Target, bool Required, SourceText Source, int Position)
{
    public HoconException Error(string reason) => Source.Error(Position, reason);
}
