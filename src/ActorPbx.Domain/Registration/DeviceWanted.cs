namespace ActorPbx.Domain.Registration;

/// <summary>Whom of a number's devices a request is for: all, or the one that a GRUU names (RFC 5627).</summary>
/// <param name="Instance">The device's instance; empty or null: any device.</param>
/// <param name="Registration">What a temporary GRUU bears of the registration that it was given with; empty: any.</param>
public readonly record struct DeviceWanted(string Instance, string Registration)
{
    /// <summary>All of them.</summary>
    public static DeviceWanted Any { get; } = new("", "");

    /// <summary>True when one device is wanted and not all.</summary>
    public bool IsOne => !string.IsNullOrEmpty(Instance);
}
