namespace ActorPbx.Hocon;

/// <summary>Names the key of a member where kebab-case of its name is not the word wanted.</summary>
[AttributeUsage(AttributeTargets.Property | AttributeTargets.Parameter)]
public sealed class HoconKeyAttribute(string key) : Attribute
{
    /// <summary>The key, as it stands in the file.</summary>
    public string Key { get; } = key;
}

/// <summary>Lets a whole-number member be written as a size: <c>64 KiB</c>.</summary>
[AttributeUsage(AttributeTargets.Property | AttributeTargets.Parameter)]
public sealed class HoconBytesAttribute : Attribute;

/// <summary>Lets a duration member be written as <c>infinite</c>, read as <see cref="Timeout.InfiniteTimeSpan"/>.</summary>
[AttributeUsage(AttributeTargets.Property | AttributeTargets.Parameter)]
public sealed class AllowInfiniteAttribute : Attribute;

/// <summary>The least and the greatest value of a member, written as in a file: <c>[HoconRange("1s", "10m")]</c>.</summary>
[AttributeUsage(AttributeTargets.Property | AttributeTargets.Parameter)]
public sealed class HoconRangeAttribute(string minimum, string maximum) : Attribute
{
    /// <summary>The least value allowed.</summary>
    public string Minimum { get; } = minimum;

    /// <summary>The greatest value allowed.</summary>
    public string Maximum { get; } = maximum;
}

/// <summary>Marks a value that is never printed: a password, a hash of one, a private key.</summary>
[AttributeUsage(AttributeTargets.Property | AttributeTargets.Parameter)]
public sealed class SecretAttribute : Attribute;
