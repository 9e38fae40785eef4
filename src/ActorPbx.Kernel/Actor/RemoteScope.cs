using ActorPbx.Kernel.Util;

namespace ActorPbx.Kernel.Actor;

/// <summary>Says that an actor belongs on another machine.</summary>
public class RemoteScope(Address address) : Scope, IEquatable<RemoteScope>
{
    /// <summary>The machine.</summary>
    public Address Address { get; set; } = address;

    /// <inheritdoc />
    public override Scope WithFallback(Scope other) => this;

    /// <inheritdoc />
    public override Scope Copy() => new RemoteScope(Address);

    /// <inheritdoc />
    public override ISurrogate ToSurrogate(ActorSystem system) => new RemoteScopeSurrogate { Address = Address };

    /// <inheritdoc />
    public bool Equals(RemoteScope? other) => other is not null && Equals(Address, other.Address);

    /// <inheritdoc />
    public override bool Equals(Scope? other) => Equals(other as RemoteScope);

    /// <inheritdoc />
    public override bool Equals(object? obj) => Equals(obj as RemoteScope);

    /// <inheritdoc />
    public override int GetHashCode() => Address?.GetHashCode() ?? 0;

    /// <summary>The scope as it is written.</summary>
    public class RemoteScopeSurrogate : ISurrogate
    {
        /// <summary>The machine.</summary>
        public Address Address { get; set; } = null!;

        /// <inheritdoc />
        public ISurrogated FromSurrogate(ActorSystem system) => new RemoteScope(Address);
    }
}
