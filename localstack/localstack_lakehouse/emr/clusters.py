"""The clusters of an account and region, and the two ways in which EMR says that there is no such cluster."""

from localstack.aws.api import CommonServiceException, RequestContext
from localstack.services.stores import AccountRegionBundle, BaseStore, LocalAttribute

from localstack_lakehouse.emr.cluster import Cluster
from localstack_lakehouse.emr.request import invalid

PAGE = 50


class EmrStore(BaseStore):
    clusters: dict[str, Cluster] = LocalAttribute(default=dict)


class Clusters:
    def __init__(self):
        self._stores = AccountRegionBundle("emr", EmrStore)

    def of(self, context: RequestContext) -> dict[str, Cluster]:
        return self._stores[context.account_id][context.region].clusters

    def everywhere(self) -> list[Cluster]:
        return [cluster for _, _, store in list(self._stores.iter_stores()) for cluster in store.clusters.values()]

    def forget(self) -> None:
        self._stores.reset()

    def find(self, context: RequestContext, cluster_id: str | None) -> Cluster:
        cluster = self.of(context).get(cluster_id)
        if not cluster:
            raise CommonServiceException("InvalidRequestException", f"Cluster id '{cluster_id}' is not valid.")
        return cluster

    def find_job_flow(self, context: RequestContext, job_flow_id: str) -> Cluster:
        """The older half of the API, which calls clusters job flows, has another sentence."""
        cluster = self.of(context).get(job_flow_id)
        if not cluster:
            raise invalid("Specified job flow ID does not exist.")
        return cluster


def page(name: str, found: list[dict], asked: dict) -> dict:
    start = int(asked.get("Marker") or 0)
    answer = {name: found[start : start + PAGE]}
    return answer | ({"Marker": str(start + PAGE)} if len(found) > start + PAGE else {})
