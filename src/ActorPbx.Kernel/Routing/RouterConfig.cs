namespace ActorPbx.Kernel.Routing;

/// <summary>How messages sent to one reference are routed to several actors.</summary>
public abstract class RouterConfig
{
    /// <summary>This, completed by another.</summary>
    public virtual RouterConfig WithFallback(RouterConfig routerConfig) => this;
}

/// <summary>No routing.</summary>
public class NoRouter : RouterConfig
{
    /// <summary>The one value of this type.</summary>
    public static NoRouter Instance { get; } = new();

    /// <inheritdoc />
    public override RouterConfig WithFallback(RouterConfig routerConfig) => routerConfig;
}
