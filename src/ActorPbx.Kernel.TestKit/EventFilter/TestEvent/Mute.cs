using ActorPbx.Kernel.Actor;
using ActorPbx.Kernel.TestKit.Internal;

namespace ActorPbx.Kernel.TestKit.TestEvent;

/// <summary>Published on the event stream: the filters given are in force from now on.</summary>
public sealed class Mute(IReadOnlyCollection<EventFilterBase> filters) : INoSerializationVerificationNeeded
{
    /// <inheritdoc cref="Mute"/>
    public Mute(params EventFilterBase[] filters) : this((IReadOnlyCollection<EventFilterBase>)filters)
    {
    }

    /// <summary>The filters.</summary>
    public IReadOnlyCollection<EventFilterBase> Filters { get; } = filters;
}

/// <summary>Published on the event stream: the filters given are no longer in force.</summary>
public sealed class Unmute(IReadOnlyCollection<EventFilterBase> filters) : INoSerializationVerificationNeeded
{
    /// <inheritdoc cref="Unmute"/>
    public Unmute(params EventFilterBase[] filters) : this((IReadOnlyCollection<EventFilterBase>)filters)
    {
    }

    /// <summary>The filters.</summary>
    public IReadOnlyCollection<EventFilterBase> Filters { get; } = filters;
}
