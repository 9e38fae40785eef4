using ActorPbx.Kernel.Event;
using ActorPbx.Kernel.Util;

namespace ActorPbx.Kernel.Actor.Internal;

/// <summary>The extensions that the configuration gives to a system at its start.</summary>
internal static class ConfiguredExtensions
{
    /// <summary>Registers what stands in <c>akka.extensions</c>; a name that is no extension is logged and left out.</summary>
    public static void Load(ExtendedActorSystem system)
    {
        foreach (string name in system.Settings.Config.GetStringList("akka.extensions"))
        {
            Type? type = TypeNames.Find(name);
            if (type is null || !typeof(IExtensionId).IsAssignableFrom(type) || type.IsAbstract)
            {
                system.Log.Error("[{0}] is not an 'ExtensionId', skipping...", name);
                continue;
            }

            IExtensionId extension;
            try
            {
                extension = (IExtensionId)Activator.CreateInstance(type)!;
            }
            catch (Exception e)
            {
                system.Log.Error(e, "While trying to load extension [{0}], skipping...", name);
                continue;
            }

            system.RegisterExtension(extension); // one that cannot be made keeps the system from starting
        }
    }
}
