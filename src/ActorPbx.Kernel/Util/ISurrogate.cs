using ActorPbx.Kernel.Actor;

namespace ActorPbx.Kernel.Util;

/// <summary>What travels in place of a thing that cannot be serialised itself.</summary>
public interface ISurrogate
{
    /// <summary>Makes the thing again in the given system.</summary>
    ISurrogated FromSurrogate(ActorSystem system);
}

/// <summary>A thing that is serialised through its surrogate.</summary>
public interface ISurrogated
{
    /// <summary>What to serialise instead.</summary>
    ISurrogate ToSurrogate(ActorSystem system);
}
