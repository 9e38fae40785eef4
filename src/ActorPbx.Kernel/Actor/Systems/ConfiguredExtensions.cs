using ActorPbx.Kernel.Actor.Setup;
using ActorPbx.Kernel.Event;
using ActorPbx.Kernel.Util;

namespace ActorPbx.Kernel.Actor.Internal;

/// <summary>Starts the extensions that the program and the configuration name; one that cannot be made keeps the system from starting.</summary>
internal static class ConfiguredExtensions
{
    public static void Load(ActorSystemImpl system)
    {
        Option<ExtensionsSetup> setup = system.Settings.Setup.Get<ExtensionsSetup>();
        foreach (IExtensionId id in setup.HasValue ? setup.Value.ExtensionIds : [])
        {
            system.RegisterExtension(id);
        }

        Option<BootstrapSetup> bootstrap = system.Settings.Setup.Get<BootstrapSetup>();
        foreach (IExtensionId id in bootstrap.HasValue ? bootstrap.Value.Extensions : [])
        {
            system.RegisterExtension(id);
        }

        foreach (string name in system.Settings.Config.GetStringList("akka.extensions"))
        {
            if (Find(name, system.Log) is { } id)
            {
                system.RegisterExtension(id);
            }
        }
    }

    private static IExtensionId? Find(string name, ILoggingAdapter log)
    {
        Type? type = TypeNames.Find(name);
        if (type is null || !typeof(IExtensionId).IsAssignableFrom(type) || type.IsAbstract)
        {
            log.Error("[{0}] is not an 'ExtensionId', skipping...", name);
            return null;
        }

        try
        {
            return (IExtensionId)Activator.CreateInstance(type)!;
        }
        catch (Exception e)
        {
            log.Error(e, "While trying to load extension [{0}], skipping...", name);
            return null;
        }
    }
}
