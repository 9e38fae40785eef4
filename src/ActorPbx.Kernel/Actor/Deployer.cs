using System.Collections.Concurrent;
using ActorPbx.Kernel.Configuration;
using ActorPbx.Kernel.Routing;

namespace ActorPbx.Kernel.Actor;

/// <summary>What the configuration says about actors at certain paths; a path may hold wildcards.</summary>
public class Deployer
{
    /// <summary>What applies where nothing else is said.</summary>
    protected readonly Config Default;

    private readonly ConcurrentDictionary<string, Deploy> _exact = new();
    private readonly ConcurrentDictionary<string, Deploy> _patterns = new();
    private readonly Config? _routerTypes;

    /// <summary>Reads <c>akka.actor.deployment</c>.</summary>
    public Deployer(Settings settings)
    {
        Config deployments = settings.Config.GetConfig("akka.actor.deployment") ?? Config.Empty;
        _routerTypes = settings.Config.GetConfig("akka.actor.router.type-mapping");
        Default = deployments.GetConfig("default") ?? Config.Empty;
        foreach (var (key, value) in deployments.AsEnumerable())
        {
            string path = key.Trim('"');
            if (path == "default" || !value.IsObject())
            {
                continue;
            }

            if (ParseConfig(path, deployments.GetConfig($"\"{path}\"") ?? Config.Empty) is { } deploy)
            {
                SetDeploy(deploy);
            }
        }
    }

    /// <summary>What is said about a path below <c>/user</c>.</summary>
    public Deploy? Lookup(ActorPath path)
    {
        IReadOnlyList<string> elements = path.Elements;
        return elements.Count == 0 || elements[0] != "user" ? null : Lookup(elements.Skip(1));
    }

    /// <summary>What is said about a path below <c>/user</c>.</summary>
    public Deploy? Lookup(IEnumerable<string> path)
    {
        if (_exact.IsEmpty && _patterns.IsEmpty)
        {
            return null;
        }

        string[] names = [.. path];
        if (_exact.TryGetValue(string.Join('/', names), out Deploy? exact))
        {
            return exact;
        }

        return _patterns.Where(p => Matches(p.Key.Split('/'), names)).OrderByDescending(static p => p.Key.Length).Select(static p => p.Value).FirstOrDefault();
    }

    private static bool Matches(string[] pattern, string[] names)
    {
        for (int i = 0; i < pattern.Length; i++)
        {
            if (pattern[i] == "**")
            {
                return names.Length > i;
            }

            if (i >= names.Length || !Util.WildcardMatch.Like(names[i], pattern[i], caseSensitive: true))
            {
                return false;
            }
        }

        return pattern.Length == names.Length;
    }

    /// <summary>Adds a deployment.</summary>
    public void SetDeploy(Deploy deploy)
    {
        string path = deploy.Path.Trim('/');
        foreach (string element in path.Split('/'))
        {
            string plain = element.Replace("*", "x", StringComparison.Ordinal).Replace("?", "x", StringComparison.Ordinal);
            if (!ActorPath.IsValidPathElement(plain))
            {
                throw new IllegalActorNameException(
                    $"Illegal actor name [{element}] in deployment [${deploy.Path}]. Actor paths MUST: not start with `$`, include only ASCII letters and can only contain these special characters: {ActorPath.ValidSymbols}.");
            }
        }

        (path.Contains('*', StringComparison.Ordinal) || path.Contains('?', StringComparison.Ordinal) ? _patterns : _exact)[path] = deploy;
    }

    /// <summary>Reads one deployment.</summary>
    public virtual Deploy? ParseConfig(string key, Config config)
    {
        Config deployment = config.WithFallback(Default);
        return new Deploy(
            key,
            deployment,
            CreateRouterConfig(deployment.GetString("router") ?? "from-code", deployment),
            Deploy.NoScopeGiven,
            deployment.GetString("dispatcher") ?? "",
            deployment.GetString("mailbox") ?? "",
            deployment.GetInt("stash-capacity", Deploy.NoStashSize));
    }

    private RouterConfig CreateRouterConfig(string routerTypeAlias, Config deployment) =>
        routerTypeAlias == "from-code" ? NoRouter.Instance : Routers.FromConfig(routerTypeAlias, deployment, _routerTypes);
}
