using System.Collections.Concurrent;
using System.Diagnostics.CodeAnalysis;
using System.Reflection;
using System.Runtime.CompilerServices;

namespace ActorPbx.Hocon.Binding;

/// <summary>One setting of a model: a constructor parameter or a settable property.</summary>
internal sealed record Member(string Key, Type Type, bool Nullable, bool Required, ParameterInfo? Parameter, PropertyInfo? Property)
{
    private readonly Attribute[] _attributes = [.. Parameter?.GetCustomAttributes() ?? [], .. Property?.GetCustomAttributes() ?? []];

    public IEnumerable<T> Attributes<T>() where T : Attribute => _attributes.OfType<T>();

    public bool Has<T>() where T : Attribute => Attributes<T>().Any();

    public bool IsSecret { get; } = Parameter?.IsDefined(typeof(SecretAttribute)) == true || Property?.IsDefined(typeof(SecretAttribute)) == true
        || SecretKeys.IsSecretName(Key);
}

/// <summary>What a settings type is made of: the constructor that is called, and every key it knows.</summary>
internal sealed class Model
{
    private static readonly ConcurrentDictionary<Type, Model> Known = new();

    private Model(Type type)
    {
        var constructors = type.GetConstructors().Where(c => !IsCopy(c, type)).OrderByDescending(c => c.GetParameters().Length).ToList();
        if (constructors.Count == 0 && !type.IsValueType)
            throw new ArgumentException($"{type} cannot be bound: it has no public constructor");
        Constructor = constructors.FirstOrDefault();
        var nullability = new NullabilityInfoContext();
        var properties = type.GetProperties(BindingFlags.Public | BindingFlags.Instance).Where(p => p.GetIndexParameters().Length == 0).ToList();
        foreach (var parameter in Constructor?.GetParameters() ?? [])
        {
            var property = properties.Find(p => p.Name.Equals(parameter.Name, StringComparison.OrdinalIgnoreCase));
            if (property is not null) properties.Remove(property);
            var nullable = nullability.Create(parameter).WriteState == NullabilityState.Nullable;
            Members.Add(new Member(KeyOf(parameter, property), parameter.ParameterType, nullable, !parameter.HasDefaultValue && !nullable, parameter, property));
        }
        foreach (var property in properties.Where(p => p.SetMethod is { IsPublic: true }))
        {
            var required = property.IsDefined(typeof(RequiredMemberAttribute)) && Constructor?.IsDefined(typeof(SetsRequiredMembersAttribute)) != true;
            var nullable = nullability.Create(property).WriteState == NullabilityState.Nullable;
            Members.Add(new Member(KeyOf(null, property), property.PropertyType, nullable, required, null, property));
        }
    }

    public ConstructorInfo? Constructor { get; }

    public List<Member> Members { get; } = [];

    public static Model Of(Type type) => Known.GetOrAdd(type, t => new Model(t));

    private static bool IsCopy(ConstructorInfo constructor, Type type) => constructor.GetParameters() is [var only] && only.ParameterType == type;

    private static string KeyOf(ParameterInfo? parameter, PropertyInfo? property) =>
        parameter?.GetCustomAttribute<HoconKeyAttribute>()?.Key ?? property?.GetCustomAttribute<HoconKeyAttribute>()?.Key
        ?? KeyNames.Kebab(property?.Name ?? parameter!.Name!);
}
