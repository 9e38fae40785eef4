using System.Text.Json.Serialization;

namespace ActorPbx.Domain.Registration;

/// <summary>Whom of a number's devices a request is for: all, or the one that a GRUU names (RFC 5627).</summary>
public readonly record struct DeviceWanted
{
    private readonly string? _instance;
    private readonly string? _registration;

    /// <summary>One device.</summary>
    [JsonConstructor]
    public DeviceWanted(string instance, string registration) => (_instance, _registration) = (instance is "" ? null : instance, registration is "" ? null : registration);

    /// <summary>All of them; what <c>default</c> is, too.</summary>
    public static DeviceWanted Any => default;

    /// <summary>The device's instance; empty: any device.</summary>
    public string Instance => _instance ?? "";

    /// <summary>What a temporary GRUU bears of the registration that it was given with; empty: any.</summary>
    public string Registration => _registration ?? "";

    /// <summary>True when one device is wanted and not all.</summary>
    [JsonIgnore]
    public bool IsOne => _instance is not null;
}
