namespace ActorPbx.Domain.Extensions;

/// <summary>The number of an extension inside its domain: the user part of its address of record.</summary>
public readonly record struct ExtensionNumber(string Value)
{
    /// <inheritdoc/>
    public override string ToString() => Value;
}
