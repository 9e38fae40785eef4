namespace ActorPbx.Domain;

/// <summary>The name of a virtual PBX (a SIP domain): host part of the addresses of record that it owns, in lower case.</summary>
public readonly record struct DomainName(string Value)
{
    /// <inheritdoc/>
    public override string ToString() => Value;
}
