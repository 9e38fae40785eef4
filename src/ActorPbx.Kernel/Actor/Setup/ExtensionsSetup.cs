namespace ActorPbx.Kernel.Actor.Setup;

/// <summary>
/// Names extensions that start with the system, as <c>akka.extensions</c> does but without type names. They come before
/// those of the configuration, and win over one there that makes the same class of extension.
/// </summary>
public sealed class ExtensionsSetup : Setup
{
    private ExtensionsSetup(IReadOnlyList<IExtensionId> extensionIds) => ExtensionIds = extensionIds;

    /// <summary>What makes the extensions, in the order in which they start.</summary>
    public IReadOnlyList<IExtensionId> ExtensionIds { get; }

    /// <summary>With the extensions given.</summary>
    /// <exception cref="ArgumentException">One of them is null.</exception>
    public static ExtensionsSetup Create(IEnumerable<IExtensionId> extensionIds)
    {
        IExtensionId[] ids = [.. extensionIds];
        return ids.Contains(null)
            ? throw new ArgumentException("No extension id may be null.", nameof(extensionIds))
            : new ExtensionsSetup(Array.AsReadOnly(ids));
    }

    /// <summary>With the extensions given.</summary>
    /// <exception cref="ArgumentException">One of them is null.</exception>
    public static ExtensionsSetup Create(params IExtensionId[] extensionIds) => Create((IEnumerable<IExtensionId>)extensionIds);
}
