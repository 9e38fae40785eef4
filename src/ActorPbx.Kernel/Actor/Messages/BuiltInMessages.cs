using ActorPbx.Kernel.Event;

namespace ActorPbx.Kernel.Actor;

/// <summary>A message that every actor understands by itself.</summary>
public interface IAutoReceivedMessage;

/// <summary>A message that must not come from an untrusted place.</summary>
public interface IPossiblyHarmful;

/// <summary>A message that is not copied through the serialiser when that is switched on for tests.</summary>
public interface INoSerializationVerificationNeeded;

/// <summary>A message that leaves the receive timeout running.</summary>
public interface INotInfluenceReceiveTimeout;

/// <summary>Says that a watched actor has ended.</summary>
public sealed class Terminated(IActorRef actorRef, bool existenceConfirmed, bool addressTerminated)
    : IAutoReceivedMessage, IPossiblyHarmful, IDeadLetterSuppression, INoSerializationVerificationNeeded, IEquatable<Terminated>
{
    /// <summary>The actor that ended.</summary>
    public IActorRef ActorRef { get; } = actorRef;

    /// <summary>Whether its whole system went away.</summary>
    public bool AddressTerminated { get; } = addressTerminated;

    /// <summary>Whether it is known to have lived.</summary>
    public bool ExistenceConfirmed { get; } = existenceConfirmed;

    /// <inheritdoc />
    public bool Equals(Terminated? other) => other is not null && Equals(ActorRef, other.ActorRef)
        && AddressTerminated == other.AddressTerminated && ExistenceConfirmed == other.ExistenceConfirmed;

    /// <inheritdoc />
    public override bool Equals(object? obj) => Equals(obj as Terminated);

    /// <inheritdoc />
    public override int GetHashCode() => HashCode.Combine(ActorRef, AddressTerminated, ExistenceConfirmed);

    /// <inheritdoc />
    public override string ToString() => $"<Terminated>: {ActorRef} - ExistenceConfirmed={ExistenceConfirmed}";
}

/// <summary>Ends an actor when its turn in the mailbox comes.</summary>
public sealed class PoisonPill : IAutoReceivedMessage, IPossiblyHarmful, IDeadLetterSuppression
{
    private PoisonPill()
    {
    }

    /// <summary>The one value of this type.</summary>
    public static PoisonPill Instance { get; } = new();

    /// <inheritdoc />
    public override string ToString() => "<PoisonPill>";
}

/// <summary>Makes an actor fail with <see cref="ActorKilledException"/>.</summary>
public sealed class Kill : IAutoReceivedMessage, IPossiblyHarmful
{
    private Kill()
    {
    }

    /// <summary>The one value of this type.</summary>
    public static Kill Instance { get; } = new();

    /// <inheritdoc />
    public override string ToString() => "<Kill>";
}

/// <summary>Asks an actor for its reference.</summary>
public sealed class Identify(object? messageId) : IAutoReceivedMessage, INotInfluenceReceiveTimeout
{
    /// <summary>Comes back in the answer.</summary>
    public object? MessageId { get; } = messageId;

    /// <inheritdoc />
    public override bool Equals(object? obj) => obj is Identify other && Equals(MessageId, other.MessageId);

    /// <inheritdoc />
    public override int GetHashCode() => MessageId?.GetHashCode() ?? 0;

    /// <inheritdoc />
    public override string ToString() => $"<Identify>: {MessageId}";
}

/// <summary>The answer to <see cref="Identify"/>.</summary>
public sealed class ActorIdentity(object? messageId, IActorRef? subject)
{
    /// <summary>What came with the question.</summary>
    public object? MessageId { get; } = messageId;

    /// <summary>The actor, or null if there is none.</summary>
    public IActorRef? Subject { get; } = subject;

    /// <inheritdoc />
    public override bool Equals(object? obj) =>
        obj is ActorIdentity other && Equals(MessageId, other.MessageId) && Equals(Subject, other.Subject);

    /// <inheritdoc />
    public override int GetHashCode() => HashCode.Combine(MessageId, Subject);

    /// <inheritdoc />
    public override string ToString() => $"<ActorIdentity>: {Subject} - MessageId={MessageId}";
}

/// <summary>Says that no message came for as long as was set.</summary>
public sealed class ReceiveTimeout : IPossiblyHarmful
{
    private ReceiveTimeout()
    {
    }

    /// <summary>The one value of this type.</summary>
    public static ReceiveTimeout Instance { get; } = new();

    /// <inheritdoc />
    public override string ToString() => "<ReceiveTimeout>";
}

/// <summary>The outcome of something asked for.</summary>
public abstract class Status
{
    /// <summary>It worked.</summary>
    public sealed class Success(object? status) : Status
    {
        /// <summary>It worked, and there is nothing else to say.</summary>
        public static readonly Success Instance = new(null);

        /// <summary>The result.</summary>
        public object? Status { get; } = status;

        /// <inheritdoc />
        public override string ToString() => $"Success: {Status}";
    }

    /// <summary>It did not work.</summary>
    public sealed class Failure : Status
    {
        /// <summary>Says why.</summary>
        public Failure(Exception? cause)
            : this(cause, null)
        {
        }

        /// <summary>Says why, and what it was about.</summary>
        public Failure(Exception? cause, object? state)
        {
            Cause = cause;
            State = state;
        }

        /// <summary>Why.</summary>
        public Exception? Cause { get; }

        /// <summary>What it was about.</summary>
        public object? State { get; }

        /// <inheritdoc />
        public override string ToString() => $"Failure: {Cause}";
    }
}
