namespace ActorPbx.EndToEnd.Tests.Hosts;

/// <summary>A test on hosts that are network namespaces; it is skipped, and says why, where these cannot be made.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class LabFactAttribute : FactAttribute
{
    public LabFactAttribute() => Skip = Namespaces.Missing;
}
