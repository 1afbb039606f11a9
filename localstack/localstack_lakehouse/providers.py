"""The entry points through which LocalStack finds our services; each import waits until the service is first used."""

from localstack.services.plugins import Service, aws_provider

from localstack_lakehouse.service import on_top_of_moto


@aws_provider()
def glue() -> Service:
    from localstack_lakehouse.glue import GlueProvider, generic_handlers

    return on_top_of_moto("glue", GlueProvider(), handlers=generic_handlers())


@aws_provider()
def emr() -> Service:
    from localstack_lakehouse.emr.cluster_operations import ClusterOperations
    from localstack_lakehouse.emr.clusters import Clusters
    from localstack_lakehouse.emr.settings_operations import SettingsOperations
    from localstack_lakehouse.emr.step_operations import StepOperations

    clusters = Clusters()
    return on_top_of_moto("emr", ClusterOperations(clusters), StepOperations(clusters), SettingsOperations(clusters))


@aws_provider()
def athena() -> Service:
    from localstack_lakehouse.athena.catalog_operations import CatalogOperations
    from localstack_lakehouse.athena.prepared_operations import PreparedOperations
    from localstack_lakehouse.athena.query_operations import QueryOperations
    from localstack_lakehouse.athena.workgroup_operations import WorkgroupOperations

    return on_top_of_moto("athena", QueryOperations(), PreparedOperations(), WorkgroupOperations(), CatalogOperations())


@aws_provider()
def rds() -> Service:
    from localstack_lakehouse.rds.operations import RdsProvider

    return on_top_of_moto("rds", RdsProvider())


@aws_provider(api="secretsmanager", name="lakehouse")
def secretsmanager() -> Service:
    """In place of LocalStack's own where PROVIDER_OVERRIDE_SECRETSMANAGER=lakehouse asks for it."""
    from localstack.services.moto import MotoFallbackDispatcher

    from localstack_lakehouse.secrets.provider import RotatingSecretsProvider

    return Service.for_provider(RotatingSecretsProvider(), dispatch_table_factory=MotoFallbackDispatcher)


@aws_provider()
def budgets() -> Service:
    from localstack_lakehouse.budgets import BudgetsProvider

    return on_top_of_moto("budgets", BudgetsProvider())


@aws_provider()
def quicksight() -> Service:
    from localstack_lakehouse.quicksight.ingestions import IngestionOperations
    from localstack_lakehouse.quicksight.resources import KINDS, operations, tag_operations

    handlers = tag_operations()
    for kind in KINDS:
        handlers |= operations(kind)
    return on_top_of_moto("quicksight", IngestionOperations(), handlers=handlers)
