namespace ActorPbx.Kernel;

/// <summary>Stands where a generic signature wants a value that nobody reads.</summary>
public sealed class NotUsed : IEquatable<NotUsed>, IComparable<NotUsed>
{
    /// <summary>The one value of this type.</summary>
    public static readonly NotUsed Instance = new();

    private NotUsed()
    {
    }

    /// <inheritdoc />
    public bool Equals(NotUsed? other) => true;

    /// <inheritdoc />
    public override bool Equals(object? obj) => obj is NotUsed;

    /// <inheritdoc />
    public override int GetHashCode() => 0;

    /// <inheritdoc />
    public override string ToString() => "()";

    /// <inheritdoc />
    public int CompareTo(NotUsed? other) => 0;
}
